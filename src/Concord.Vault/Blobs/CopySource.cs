using Concord.Vault.Integrity;

namespace Concord.Vault.Blobs;

/// <summary>The bytes of a bundle on their way from one store to another: read from the disk at the pace allowed, and whoever fails to give them is told apart
/// from who fails to take them.</summary>
internal sealed class CopySource(Stream inner, long bundleId, ScrubPace pace) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => throw new NotSupportedException();
    }

    /// <exception cref="BlobSourceException">The store that it lies in does not have it.</exception>
    public static CopySource Open(IBlobStore store, long bundleId, long bytes, ScrubPace pace)
    {
        try
        {
            return new(store.OpenRead(bundleId, 0, bytes, fromDisk: true), bundleId, pace);
        }
        catch (Exception error) when (error is IOException and not StoreAwayException or UnauthorizedAccessException)
        {
            throw new BlobSourceException(bundleId, error);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await inner.ReadAsync(buffer[..Math.Min(buffer.Length, pace.BlockLength)], cancellationToken);
            if (read > 0) await pace.Spend(read, cancellationToken);
            return read;
        }
        catch (Exception error) when (error is IOException and not StoreAwayException or UnauthorizedAccessException)
        {
            throw new BlobSourceException(bundleId, error);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read as fast as the pace allows: asynchronously.");

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
