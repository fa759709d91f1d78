using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Blobs;

/// <summary>Reads a file once from its start to its end past the page cache, where the file system lets that be: what is read to be hashed need not push out what is read by people.</summary>
/// <remarks>One thread, which makes no other use of its <see cref="AlignedBlock"/> meanwhile. Blocking.</remarks>
internal sealed class DirectReader : IDisposable
{
    private readonly Disk _disk;
    private readonly SafeFileHandle _file;
    private readonly ReadOnlyMemory<byte> _block = AlignedBlock.OfThread.Memory;
    private bool _isDirect;
    private long _start;
    private int _count;

    /// <exception cref="IOException">The file cannot be opened.</exception>
    public DirectReader(Disk disk, string path)
    {
        (_disk, _file) = (disk, Posix.OpenUnlocked(path));
        _isDirect = disk.IsDirect && Posix.TrySetDirect(_file, true);
    }

    /// <summary>Most bytes that one <see cref="Read"/> can be sure to give at once.</summary>
    public static int MaxLength => AlignedBlock.Length - AlignedBlock.Alignment;

    /// <summary>Up to <paramref name="length"/> bytes from <paramref name="offset"/> on, fewer at the end of what fits or of the file; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Read(long offset, long length)
    {
        if (offset < _start || Math.Min(offset + length, offset + MaxLength) > _start + _count) Fill(offset);
        var at = (int)(offset - _start);
        return at >= _count ? default : _block.Slice(at, (int)Math.Min(length, _count - at));
    }

    public void Dispose() => _file.Dispose();

    /// <summary>From the block of <paramref name="offset"/> on, keeping what of it is there already.</summary>
    private void Fill(long offset)
    {
        var start = offset - offset % AlignedBlock.Alignment;
        var block = AlignedBlock.OfThread.Span;
        var kept = start >= _start && start < _start + _count ? block[(int)(start - _start).._count] : default;
        kept.CopyTo(block);
        (_start, _count) = (start, kept.Length);
        while (_count < block.Length && _count % AlignedBlock.Alignment == 0 && ReadSome(block[_count..], _start + _count) is var read and > 0) _count += read;
    }

    private int ReadSome(Span<byte> into, long offset)
    {
        try
        {
            return RandomAccess.Read(_file, into, offset);
        }
        catch (IOException error) when (_isDirect && error.HResult == Posix.InvalidArgument)
        {
            _isDirect = _disk.IsDirect = false;
            if (!Posix.TrySetDirect(_file, false)) throw;
            return RandomAccess.Read(_file, into, offset);
        }
    }
}
