using Concord.Vault.Bundles;

namespace Concord.Server.Imaging.Thumbnails;

/// <summary>Which object stands for a series or a study.</summary>
internal static class Representatives
{
    private const string Storage = "1.2.840.10008.5.1.4.1.1.";

    /// <summary>Classes without pixels, by what follows <see cref="Storage"/>: waveforms, presentation states, raw data, registrations, documents, reports, plans.</summary>
    private static readonly string[] WithoutPixels = ["9.", "11.", "66", "67", "68", "88.", "104.", "481.3", "481.4", "481.5", "481.6", "481.7", "481.8", "481.9"];

    /// <param name="entries">In series and arrival order, one at least.</param>
    public static BundleEntry Of(IReadOnlyList<BundleEntry> entries)
    {
        var images = entries.Where(HasPixels).ToList();
        var candidates = images.Count > 0 ? images : entries;
        var series = candidates.TakeWhile(entry => entry.SeriesInstanceUid == candidates[0].SeriesInstanceUid).ToList();
        return series[series.Count / 2];
    }

    private static bool HasPixels(BundleEntry entry)
    {
        var sopClass = entry.SopClassUid.ToString();
        if (!sopClass.StartsWith(Storage, StringComparison.Ordinal)) return false;
        var rest = sopClass.AsSpan(Storage.Length);
        foreach (var start in WithoutPixels)
            if (rest.StartsWith(start)) return false;
        return true;
    }
}
