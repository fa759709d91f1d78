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

    private readonly NativeLayout _native;

    private StoredFrameSource(BundleReader bundles, BundleEntry entry, FrameTable table, DataSet head, ImagePixels image)
    {
        (_bundles, _entry, _table, Head, Image) = (bundles, entry, table, head, image);
        _native = table.IsEncapsulated ? default : NativeLayout.Of(image, table.PixelData.Length);
    }

    public DataSet Head { get; }

    /// <summary>Of the frames: native ones are met in objects of compressed syntaxes.</summary>
    public TransferSyntax TransferSyntax => _entry.TransferSyntax.IsEncapsulated && !_table.IsEncapsulated ? TransferSyntax.ExplicitVrLittleEndian : _entry.TransferSyntax;

    public ImagePixels Image { get; }

    public int Count => _table.IsEncapsulated ? _table.Fragments.Count : _native.Count;

    /// <summary>Native frames lie as they are decoded, each from a byte on.</summary>
    public bool IsPlain => !_table.IsEncapsulated && !_entry.TransferSyntax.IsBigEndian && _native.FrameBits == Image.SamplesPerFrame * Image.BitsAllocated && _native.FrameBits % 8 == 0;

    /// <summary>A plain native frame, to be read in pieces.</summary>
    public Stream OpenFrame(int index)
    {
        if (!IsPlain || index < 0 || index >= Count) throw new FrameException(FrameFailure.Malformed, "The frame is not there");
        var (offset, length, _) = _native.Locate(index, 1, _table.PixelData.Length);
        return _bundles.Open(_entry.BundleId, _table.PixelData.Offset + offset, length);
    }

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
        var isBigEndian = _entry.TransferSyntax.IsBigEndian;
        var unitSize = isBigEndian ? await ReadUnitSize(cancel) : 1;
        var (offset, length, firstBit) = _native.Locate(index, unitSize, _table.PixelData.Length);
        var bytes = PooledBytes.Rent(length);
        await Read(new ByteRange(_table.PixelData.Offset + offset, length), bytes.Memory, cancel);
        return _native.Arrange(bytes, unitSize, isBigEndian, firstBit);
    }

    /// <summary>Of the pixel data's VR, which stands 8 bytes before the value (PS3.5 §7.1.2).</summary>
    private async ValueTask<int> ReadUnitSize(CancellationToken cancel)
    {
        var vr = new byte[2];
        await Read(new ByteRange(_table.PixelData.Offset - 8, vr.Length), vr, cancel);
        return NativeLayout.UnitSizeOf((Vr)((vr[0] << 8) | vr[1]), Image);
    }

    private async ValueTask Read(ByteRange range, Memory<byte> into, CancellationToken cancel)
    {
        await using var stream = _bundles.Open(_entry.BundleId, range.Offset, range.Length);
        await stream.ReadExactlyAsync(into, cancel);
    }
}
