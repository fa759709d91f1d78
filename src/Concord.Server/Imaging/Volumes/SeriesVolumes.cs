using Concord.Imaging;
using Concord.Imaging.Volumes;
using Concord.Server.DicomWeb.Retrieve;
using Concord.Vault.Bundles;

namespace Concord.Server.Imaging.Volumes;

/// <summary>The objects of a series with their volumes.</summary>
/// <param name="Sources">Each object with frames that have a place; null for others.</param>
internal sealed record SeriesVolumes(IReadOnlyList<StoredFrameSource?> Sources, IReadOnlyList<Volume> Volumes)
{
    /// <summary>Most frames of a series that are looked at.</summary>
    public const int MaxFrames = 50_000;

    /// <summary>Reads the heads of all objects and puts their frames in order.</summary>
    /// <exception cref="FrameException">There are too many.</exception>
    public static async Task<SeriesVolumes> Read(IReadOnlyList<BundleEntry> entries, BundleReader bundles, HeadSource heads, CancellationToken cancel)
    {
        var sources = new List<StoredFrameSource?>();
        var slices = new List<SliceGeometry>();
        foreach (var entry in entries)
        {
            var source = await Open(entry, bundles, heads, cancel);
            if (slices.Count + (source?.Count ?? 0) > MaxFrames) throw new FrameException(FrameFailure.TooLarge, "The series has more frames than are put together");
            for (var frame = 0; frame < source?.Count; frame++)
                if (SliceReader.TryRead(source.Head, source.Image.Columns, source.Image.Rows, sources.Count, frame) is { } slice) slices.Add(slice);
            sources.Add(source);
        }
        return new(sources, VolumeAssembler.Assemble(slices));
    }

    /// <summary>Null for an object without an image, or whose image is none: the others still make a volume.</summary>
    private static async ValueTask<StoredFrameSource?> Open(BundleEntry entry, BundleReader bundles, HeadSource heads, CancellationToken cancel)
    {
        try
        {
            return await StoredFrameSource.Open(bundles, heads, entry, cancel);
        }
        catch (FrameException)
        {
            return null;
        }
    }
}
