using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Blobs;

/// <summary>A file being written: one writer; readers open their own handles.</summary>
internal sealed class DiskFile(Disk disk, string path, SafeFileHandle handle) : IDisposable
{
    public string Path => path;

    public SafeFileHandle Handle => handle;

    public long Length => RandomAccess.GetLength(handle);

    /// <summary>Writes all of it, whatever number of calls that takes.</summary>
    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        disk.Before(DiskStep.Write, path);
        RandomAccess.Write(handle, bytes, offset);
    }

    /// <summary>Writes all buffers in order with as few calls as the system takes.</summary>
    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset)
    {
        disk.Before(DiskStep.Write, path);
        RandomAccess.Write(handle, buffers, offset);
    }

    public void Truncate(long length)
    {
        disk.Before(DiskStep.Truncate, path);
        RandomAccess.SetLength(handle, length);
    }

    /// <summary>Data and length durable on return.</summary>
    public void SyncData()
    {
        disk.Before(DiskStep.SyncData, path);
        Posix.SyncData(handle);
    }

    public int Read(Span<byte> into, long offset) => RandomAccess.Read(handle, into, offset);

    public void Dispose() => handle.Dispose();
}
