using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Imaging.Frames;
using Concord.Server.DicomWeb.Answers;
using Concord.Server.Retrieve;
using Concord.Vault.Bundles;

namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>Frames of stored objects as segments of an answer: little endian, one after the other, compressed ones as they lie (PS3.18 §8.7.3.3).</summary>
internal sealed class PixelSource(BundleReader bundles, Reencoder reencoder)
{
    /// <summary>The frames of one object; null when it has none.</summary>
    public async Task<StoredFrames?> Open(BundleEntry entry, CancellationToken cancel)
    {
        if (entry.TransferSyntax.IsDeflated) return await OpenInflated(entry, cancel);
        if (await bundles.ReadFrameTable(entry, cancel) is not { } table) return null;
        if (table.IsEncapsulated) return new(entry.TransferSyntax, table.Fragments.Count, frame => [.. table.Fragments[frame].Select(range => Stored(entry, range))]);
        var swapBytes = entry.TransferSyntax.IsBigEndian ? await UnitSize(entry, table, cancel) : 1;
        var whole = (int)Math.Min(table.NumberOfFrames, table.PixelData.Length * 8 / table.NativeFrameBits); // the pixel data may be shorter than its description
        return new(TransferSyntax.ExplicitVrLittleEndian, whole, frame => [Native(entry, table, frame, swapBytes)]);
    }

    /// <summary>All pixel data: one body when native or a video, else a body a frame (PS3.18 §8.7.3.3.2); null when there is none.</summary>
    /// <param name="asItLies">False: of an object that was compressed at rest, as it came.</param>
    public async Task<BulkValue?> OpenWhole(BundleEntry entry, bool asItLies, CancellationToken cancel)
    {
        if (!asItLies && bundles.OriginalOf(entry) is { } original) entry = original;
        var type = MediaTypes.OfPixelData(entry.TransferSyntax);
        if (entry.TransferSyntax.IsDeflated || entry.TransferSyntax.IsBigEndian)
            return await Open(entry, cancel) is { } frames ? new(frames.TransferSyntax, type, [[.. Enumerable.Range(0, frames.Count).SelectMany(frames.Frame)]]) : null;
        if (await bundles.ReadFrameTable(entry, cancel) is not { } table) return null;
        if (!table.IsEncapsulated) return new(TransferSyntax.ExplicitVrLittleEndian, type, [[Stored(entry, table.PixelData)]]);
        var bodies = table.Fragments.Select(frame => (IReadOnlyList<Segment>)[.. frame.Select(range => Stored(entry, range))]).ToList();
        return new(entry.TransferSyntax, type, type.StartsWith("video/", StringComparison.Ordinal) ? [[.. bodies.SelectMany(body => body)]] : bodies);
    }

    private Segment Native(BundleEntry entry, FrameTable table, int frame, int unitSize)
    {
        var firstBit = frame * table.NativeFrameBits;
        var range = new ByteRange(table.PixelData.Offset + (firstBit / 8), (((firstBit % 8) + table.NativeFrameBits + 7) / 8));
        if (firstBit % 8 == 0 && table.NativeFrameBits % 8 == 0 && unitSize == 1) return Stored(entry, range);
        return new Segment.Made((table.NativeFrameBits + 7) / 8, async cancel =>
        {
            var bytes = new byte[range.Length];
            await using (var stream = bundles.Open(entry.BundleId, range.Offset, range.Length)) await stream.ReadExactlyAsync(bytes, cancel);
            ByteTurns.Swap(bytes, unitSize);
            return BitFrames.Align(bytes, (int)(firstBit % 8), table.NativeFrameBits);
        });
    }

    /// <summary>Of a big-endian object the size of a number in the pixel data's VR, which stands 8 bytes before the value (PS3.5 §7.1.2).</summary>
    private async Task<int> UnitSize(BundleEntry entry, FrameTable table, CancellationToken cancel)
    {
        var header = new byte[2];
        await using var stream = bundles.Open(entry.BundleId, table.PixelData.Offset - 8, 2);
        await stream.ReadExactlyAsync(header, cancel);
        return ((Vr)((header[0] << 8) | header[1])).UnitSize;
    }

    /// <summary>A deflated object is inflated in memory, within the bound of re-encoding.</summary>
    private async Task<StoredFrames?> OpenInflated(BundleEntry entry, CancellationToken cancel)
    {
        if (await reencoder.TryRead(entry, cancel) is not { } dataSet || dataSet.Find(Tags.PixelData) is not { Fragments: null } pixels) return null;
        var frames = (int)Math.Clamp(dataSet.GetInt(Tags.NumberOfFrames) ?? 1, 1, int.MaxValue);
        var bits = (dataSet.GetInt(Tags.Rows) ?? 0) * (dataSet.GetInt(Tags.Columns) ?? 0) * (dataSet.GetInt(Tags.SamplesPerPixel) ?? 1) * (dataSet.GetInt(Tags.BitsAllocated) ?? 0);
        if (bits <= 0 || bits * frames > pixels.Value.Length * 8L) return null;
        return new(TransferSyntax.ExplicitVrLittleEndian, frames, frame =>
        {
            var firstBit = frame * bits;
            var bytes = pixels.Value.Slice((int)(firstBit / 8), (int)(((firstBit % 8) + bits + 7) / 8));
            return [new Segment.Memory(BitFrames.Align(bytes, (int)(firstBit % 8), bits))];
        });
    }

    private Segment.Stored Stored(BundleEntry entry, ByteRange range) => new(bundles, entry.BundleId, range);
}
