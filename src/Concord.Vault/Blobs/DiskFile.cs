using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Blobs;

/// <summary>A file being written: one writer; readers open their own handles.</summary>
internal sealed class DiskFile(Disk disk, string path, SafeFileHandle handle) : IDisposable
{
    /// <summary>Less than this is not worth a write of its own past the page cache, bytes.</summary>
    private const int MinDirectBytes = 32 << 10;

    private DirectAppend? _direct;
    private bool _isDirect; // the handle is in O_DIRECT

    public string Path => path;

    /// <summary>For reading, and for writing past this class.</summary>
    public SafeFileHandle Handle
    {
        get
        {
            LeaveDirect();
            return handle;
        }
    }

    public long Length => RandomAccess.GetLength(handle);

    /// <summary>Writes all buffers in order at the end, past the page cache where the file system lets that be and there is enough to write.</summary>
    /// <param name="offset">Bytes that the file has; zeros that an append before left behind them are overwritten.</param>
    /// <remarks>The file may be up to <see cref="AlignedBlock.Alignment"/> - 1 zeros longer afterwards.</remarks>
    public void Append(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset)
    {
        if (disk.IsDirect && LengthOf(buffers) >= MinDirectBytes && TryAppendDirect(buffers, offset)) return;
        Write(buffers, offset);
    }

    /// <summary>Writes all of it, whatever number of calls that takes.</summary>
    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        disk.Before(DiskStep.Write, path);
        LeaveDirect();
        RandomAccess.Write(handle, bytes, offset);
    }

    /// <summary>Writes all buffers in order with as few calls as the system takes.</summary>
    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset)
    {
        disk.Before(DiskStep.Write, path);
        LeaveDirect();
        RandomAccess.Write(handle, buffers, offset);
    }

    public void Truncate(long length)
    {
        disk.Before(DiskStep.Truncate, path);
        LeaveDirect();
        RandomAccess.SetLength(handle, length);
    }

    /// <summary>Data and length durable on return.</summary>
    public void SyncData()
    {
        disk.Before(DiskStep.SyncData, path);
        Posix.SyncData(handle);
    }

    /// <summary>Says when the file was last written; durable no sooner than its data.</summary>
    public void SetWrittenAt(DateTimeOffset at) => File.SetLastWriteTimeUtc(handle, at.UtcDateTime);

    public int Read(Span<byte> into, long offset) => RandomAccess.Read(Handle, into, offset);

    public void Dispose() => handle.Dispose();

    private static long LengthOf(IReadOnlyList<ReadOnlyMemory<byte>> buffers)
    {
        long length = 0;
        foreach (var buffer in buffers) length += buffer.Length;
        return length;
    }

    /// <summary>False, and nothing is written, when the file system does not have it.</summary>
    private bool TryAppendDirect(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset)
    {
        _direct ??= new();
        if (!_direct.Knows(offset)) LearnTail(_direct, offset);
        if (!_isDirect && !Posix.TrySetDirect(handle, true)) return disk.IsDirect = false;
        _isDirect = true;
        disk.Before(DiskStep.Write, path);
        try
        {
            _direct.Write(buffers, offset, (block, at) => RandomAccess.Write(handle, block, at));
            return true;
        }
        catch (IOException error) when (error.HResult == Posix.InvalidArgument)
        {
            LeaveDirect();
            return disk.IsDirect = false; // it lets the flag be set and takes no such writes
        }
    }

    private void LearnTail(DirectAppend direct, long offset)
    {
        Span<byte> before = stackalloc byte[(int)(offset % AlignedBlock.Alignment)];
        for (var at = 0; at < before.Length;)
        {
            var read = Read(before[at..], offset - before.Length + at);
            if (read == 0) throw new EndOfStreamException("A file is shorter than what was appended to it.");
            at += read;
        }
        direct.Learn(offset, before);
    }

    /// <summary>Back to the page cache: what follows is not aligned, or changes what <see cref="DirectAppend"/> knows.</summary>
    private void LeaveDirect()
    {
        _direct?.Forget();
        if (!_isDirect) return;
        if (!Posix.TrySetDirect(handle, false)) throw new IOException("A file cannot be taken out of direct I/O.");
        _isDirect = false;
    }
}
