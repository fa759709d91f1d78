using System.Collections.Frozen;
using Concord.Dicom.DataElements;

namespace Concord.Dicom.Dictionary;

/// <summary>Storage SOP Classes of PS3.4 §B.5 and §GG.3 (non-patient objects).</summary>
public static class StorageSopClasses
{
    private static readonly FrozenDictionary<Uid, string> Iods = StorageSopClassTable.Rows.ToFrozenDictionary(row => Uid.Parse(row.Uid), row => row.Iod);

    /// <summary>Every Storage SOP Class of the table.</summary>
    public static IReadOnlyCollection<Uid> All => Iods.Keys;

    /// <summary>The name of the class's IOD (PS3.3 §A), or null when the class is not in the table.</summary>
    public static string? IodOf(Uid sopClass) => Iods.GetValueOrDefault(sopClass);
}
