using System.Buffers;
using Concord.Imaging.Frames;

namespace Concord.Server.Imaging;

/// <summary>The samples of a plain native frame where they are stored: read piece by piece into one buffer.</summary>
/// <param name="stream">Over the frame; closed with this.</param>
internal sealed class StoredBytes(Stream stream) : IFrameBytes, IDisposable
{
    private byte[] _piece = [];

    public async ValueTask<ReadOnlyMemory<byte>> Read(int offset, int length, CancellationToken cancel)
    {
        if (_piece.Length < length)
        {
            GiveBack();
            _piece = ArrayPool<byte>.Shared.Rent(length);
        }
        stream.Position = offset;
        await stream.ReadExactlyAsync(_piece.AsMemory(0, length), cancel);
        return _piece.AsMemory(0, length);
    }

    public void Dispose()
    {
        GiveBack();
        stream.Dispose();
    }

    private void GiveBack()
    {
        if (_piece.Length > 0) ArrayPool<byte>.Shared.Return(_piece);
        _piece = [];
    }
}
