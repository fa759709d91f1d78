using System.Runtime.InteropServices;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Imaging;
using Concord.Imaging.Codecs;
using Concord.Imaging.Rendering;
using Concord.Imaging.Volumes;
using Concord.Server.DicomWeb.Retrieve;
using Concord.Server.Settings;
using Concord.Vault.Bundles;

namespace Concord.Server.Imaging.Volumes;

/// <summary>Pictures of planes and slabs through a stored series.</summary>
/// <remarks>Any number of callers; memory is that of <see cref="RenderBudget"/>.</remarks>
internal sealed class PlaneMaker(BundleReader bundles, HeadSource heads, FrameDecoder decoder, PictureMaker pictures, RenderBudget budget, VolumeCache cache, ImagingOptions options)
{
    private static readonly Tag[] KeptForDisplay = [Tags.WindowCenter, Tags.WindowWidth, Tags.WindowCenterWidthExplanation, Tags.VOILUTFunction];

    public Task<SeriesVolumes> Read(IReadOnlyList<BundleEntry> entries, CancellationToken cancel) =>
        cache.Series(entries, () => SeriesVolumes.Read(entries, bundles, heads, CancellationToken.None), cancel);

    /// <summary>The file of a plane's picture; the caller gives it back.</summary>
    /// <exception cref="FrameException">The volume is too large, has frames that cannot be decoded, or no volume of gray values can be made of it.</exception>
    public async Task<PooledBytes> Make(IReadOnlyList<BundleEntry> entries, SeriesVolumes series, PlaneRequest plane, PictureRequest request, CancellationToken cancel)
    {
        var volume = series.Volumes[plane.Volume];
        var cut = SlicePlane.Through(volume, plane.Across, plane.Down, plane.Offset);
        var bytes = ((long)volume.Slices.Count * volume.Columns * volume.Rows * sizeof(short)) + ((long)cut.Columns * cut.Rows * 16);
        if (bytes > options.MaxRenderingBytes) throw new FrameException(FrameFailure.TooLarge, "The volume is larger than what is drawn at once (Imaging:MaxRenderingBytes)");
        using var share = await budget.Enter(bytes, cancel);
        var samples = await cache.Samples(entries, plane.Volume, () => Decode(series, volume), cancel);
        var values = new PlaneSampler(volume, samples).Sample(cut, plane.Thickness, plane.Mode, cancel);
        var middle = volume.Slices[volume.Slices.Count / 2];
        var source = series.Sources[middle.Instance]!;
        var photometric = source.Image.Photometric;
        var image = new ImagePixels(cut.Columns, cut.Rows, 1, 32, 32, 31, false, false, photometric, 1, SampleKind.Float);
        var frame = new DecodedFrame(image, PooledBytes.Of(MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
        using var picture = FrameRenderer.Render(Head(source.Head, middle.Frame), image, 0, frame, request.Options);
        return await pictures.Encode(picture, request.Format, request.Quality, cancel);
    }

    private async Task<SliceSamples[]> Decode(SeriesVolumes series, Volume volume)
    {
        var samples = new SliceSamples[volume.Slices.Count];
        await Parallel.ForAsync(0, samples.Length, async (i, stop) => samples[i] = await Decode(series, volume.Slices[i], stop));
        return samples;
    }

    private async ValueTask<SliceSamples> Decode(SeriesVolumes series, SliceGeometry slice, CancellationToken cancel)
    {
        var source = series.Sources[slice.Instance]!;
        using var bytes = await source.ReadFrame(slice.Frame, cancel);
        using var decoded = await decoder.Decode(source.TransferSyntax, source.Image, bytes.Memory, DecodeOptions.Whole, cancel);
        if (source.Head.GetItems(Tags.ModalityLUTSequence) is { Count: > 0 }) throw new FrameException(FrameFailure.Unsupported, "A volume is not made of frames with a Modality LUT");
        var modality = ModalityTransform.Of(new FrameAttributes(source.Head, slice.Frame), source.Image);
        var intercept = modality.Map(0);
        return SliceSamples.Of(decoded, modality.Map(1) - intercept, intercept);
    }

    /// <summary>How the middle slice is to be looked at; its values are the modality's already.</summary>
    private static DataSet Head(DataSet from, int frame)
    {
        var head = new DataSet(from.ByteOrder);
        var voi = new FrameAttributes(from, frame).Macro(Tags.FrameVOILUTSequence);
        foreach (var tag in KeptForDisplay)
            if (voi.Find(tag) is { } element) head.Set(element);
        if (from.Find(Tags.PresentationLUTShape) is { } shape) head.Set(shape);
        return head;
    }
}
