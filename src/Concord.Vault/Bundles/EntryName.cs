using System.Globalization;

namespace Concord.Vault.Bundles;

/// <summary>Names of entries: made only from parsed UIDs and numbers, so that no name leaves its folder when unpacked.</summary>
internal static class EntryName
{
    public const string Metadata = "metadata.json.gz";

    public const string Index = "index.bin";

    /// <summary>What gives back the originals of objects that were compressed at rest.</summary>
    public const string Recipes = "recipes.bin";

    /// <summary><c>UID.dcm</c>; with the arrival number when that name is taken (a deleted instance that came again); under <c>aside/</c> for what is kept aside.</summary>
    public static string Of(EntryRecord record, HashSet<string> taken)
    {
        var number = record.ArrivalNumber.ToString(CultureInfo.InvariantCulture);
        if (record.Kind == EntryKind.KeptAside) return $"aside/{record.SopInstanceUid}-{number}.dcm";
        var name = $"{record.SopInstanceUid}.dcm";
        return taken.Contains(name) ? $"{record.SopInstanceUid}-{number}.dcm" : name;
    }
}
