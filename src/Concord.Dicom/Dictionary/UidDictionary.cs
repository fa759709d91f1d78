using System.Collections.Frozen;
using Concord.Dicom.DataElements;

namespace Concord.Dicom.Dictionary;

/// <summary>The UID registry of PS3.6 Annex A. Static data, safe for any thread.</summary>
public static class UidDictionary
{
    private static readonly Lazy<FrozenDictionary<Uid, UidDefinition>> ByUid = new(() => UidTable.Rows
        .Select(row => new UidDefinition(Uid.Parse(row.Uid), row.Name, row.Kind, row.Keyword))
        .DistinctBy(definition => definition.Uid)
        .ToFrozenDictionary(definition => definition.Uid));

    public static bool TryFind(Uid uid, out UidDefinition definition) => ByUid.Value.TryGetValue(uid, out definition);

    /// <summary>The name of a registered UID, or null.</summary>
    public static string? NameOf(Uid uid) => TryFind(uid, out var definition) ? definition.Name : null;
}
