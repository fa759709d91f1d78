using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Imaging;
using Concord.Imaging.Frames;
using Concord.Server.DicomWeb.Retrieve;
using Concord.Vault.Bundles;

namespace Concord.Server.Imaging;

/// <summary>The frames of a stored object: each one read, at its known offset in the bundle.</summary>
internal sealed class StoredFrameSource : IFrameSource
{
    private readonly BundleReader _bundles;
    private readonly BundleEntry _entry;
    private readonly FrameTable _table;

    private StoredFrameSource(BundleReader bundles, BundleEntry entry, FrameTable table, DataSet head, ImagePixels image) =>
        (_bundles, _entry, _table, Head, Image) = (bundles, entry, table, head, image);

    public DataSet Head { get; }

    public TransferSyntax TransferSyntax => _entry.TransferSyntax;

    public ImagePixels Image { get; }

    public int Count => _table.IsEncapsulated ? _table.Fragments.Count : (int)Math.Min(_table.NumberOfFrames, _table.PixelData.Length * 8 / _table.NativeFrameBits);

    /// <summary>Opens an object; null when it has no pixel data that can be found in place.</summary>
    /// <exception cref="FrameException">Its attributes describe no image.</exception>
    public static async ValueTask<StoredFrameSource?> Open(BundleReader bundles, HeadSource heads, BundleEntry entry, CancellationToken cancel)
    {
        if (await bundles.ReadFrameTable(entry, cancel) is not { } table) return null;
        var found = await bundles.ReadHead(entry, cancel);
        var head = await heads.ReadAll(entry, cancel);
        if (!ImagePixels.TryParse(head, found.PixelData, out var image, out var problem)) throw new FrameException(FrameFailure.Malformed, problem!);
        return new(bundles, entry, table, head, image!);
    }

    public async ValueTask<PooledBytes> ReadFrame(int index, CancellationToken cancel)
    {
        if (index < 0 || index >= Count) throw new FrameException(FrameFailure.Malformed, "The frame is not there");
        if (!_table.IsEncapsulated) return await ReadNative(index, cancel);
        var fragments = _table.Fragments[index];
        var length = fragments.Sum(fragment => fragment.Length);
        if (length > ImagePixels.MaxFrameBytes) throw new FrameException(FrameFailure.TooLarge, "A compressed frame is larger than what is decoded");
        var bytes = PooledBytes.Rent((int)length);
        var at = 0;
        foreach (var fragment in fragments)
        {
            await Read(fragment, bytes.Memory.Slice(at, (int)fragment.Length), cancel);
            at += (int)fragment.Length;
        }
        return bytes;
    }

    private async ValueTask<PooledBytes> ReadNative(int index, CancellationToken cancel)
    {
        var firstBit = index * _table.NativeFrameBits;
        var length = ((firstBit % 8) + _table.NativeFrameBits + 7) / 8;
        if (length > ImagePixels.MaxFrameBytes) throw new FrameException(FrameFailure.TooLarge, "A frame is larger than what is decoded");
        var bytes = PooledBytes.Rent((int)length);
        await Read(new ByteRange(_table.PixelData.Offset + (firstBit / 8), length), bytes.Memory, cancel);
        if (firstBit % 8 == 0 && _table.NativeFrameBits % 8 == 0) return bytes;
        using (bytes) return PooledBytes.Of(BitFrames.Align(bytes.Memory, (int)(firstBit % 8), _table.NativeFrameBits).ToArray());
    }

    private async ValueTask Read(ByteRange range, Memory<byte> into, CancellationToken cancel)
    {
        await using var stream = _bundles.Open(_entry.BundleId, range.Offset, range.Length);
        await stream.ReadExactlyAsync(into, cancel);
    }
}
