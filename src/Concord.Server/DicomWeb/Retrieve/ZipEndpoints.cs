using Concord.Server.DicomWeb.Answers;
using Concord.Vault.Bundles;
using Concord.Vault.Index;

namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>Objects as one ZIP file, for people who take a study with them: as they came, or as they lie for <c>application/zip; transfer-syntax=*</c>.</summary>
internal sealed class ZipEndpoints(VaultIndex index, BundleReader bundles)
{
    public const string MediaType = "application/zip";

    /// <param name="entries">What goes in: of one study.</param>
    /// <param name="series">All of one series and nothing else.</param>
    /// <param name="asItLies">Objects that were compressed at rest stay so.</param>
    public async Task<IResult> Send(HttpContext context, IReadOnlyList<BundleEntry> entries, bool series, bool asItLies)
    {
        var cancel = context.RequestAborted;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{(series ? entries[0].SeriesInstanceUid : entries[0].StudyInstanceUid)}.zip\"";
        var words = $"zip {(asItLies ? "*" : "")}";
        if (series && await Lying(entries, asItLies, cancel) is { } whole) return new SegmentedAnswer([whole], MediaType, EntityTags.Of(entries, words + " lying"));
        var zip = new ZipBuilder();
        foreach (var entry in entries)
        {
            var name = $"{entry.SeriesInstanceUid}/{entry.SopInstanceUid}.dcm";
            if (!asItLies && bundles.OriginalOf(entry) is { } original)
                Add(zip, name, original);
            else if (entry.Correction != 0) Add(zip, name, entry);
            else zip.Add(name, new Segment.Stored(bundles, entry.BundleId, new(entry.PartTenOffset, entry.PartTenLength)), await bundles.CrcOf(entry, cancel));
        }
        return new SegmentedAnswer(zip.Close(), MediaType, EntityTags.Of(entries, words));
    }

    /// <summary>An object whose bytes, or whose checksum, are made when it is its turn.</summary>
    private void Add(ZipBuilder zip, string name, BundleEntry entry)
    {
        if (bundles.Corrected(entry) is { } corrected) zip.Add(name, corrected.Length, _ => ValueTask.FromResult(corrected.Open(0, corrected.Length)));
        else zip.Add(name, entry.PartTenLength, _ => ValueTask.FromResult(bundles.Open(entry.BundleId, entry.PartTenOffset, entry.PartTenLength)));
    }

    /// <summary>The bundle's own file, when it holds the series and nothing that was deleted; its metadata and index come with it.</summary>
    private async Task<Segment.Stored?> Lying(IReadOnlyList<BundleEntry> entries, bool asItLies, CancellationToken cancel)
    {
        var bundle = entries[0].BundleId;
        if (entries.Any(entry => entry.BundleId != bundle || (!asItLies && bundles.OriginalOf(entry) is not null)) || !bundles.IsWhole(bundle)) return null;
        return await index.FindBundle(bundle, cancel) is { IsSealed: true } row ? new Segment.Stored(bundles, bundle, new(0, row.Bytes)) : null;
    }
}
