namespace Concord.Vault.Bundles;

/// <summary>Finds headers in a bundle file from its start to its end: what lies in the window is not read again, so that no file makes the search read it many times over.</summary>
/// <remarks>Offsets that it is asked for do not go down. Blocking; for one thread.</remarks>
internal sealed class HeaderWindow(ByteSource file, long length)
{
    private const int SearchLength = 1 << 20;

    private byte[] _block = new byte[2 * LocalHeader.MaxLength];
    private long _start;
    private int _count;

    /// <summary>Bytes read from the file so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The header at that offset; null when there is none.</summary>
    public LocalHeader? At(long offset)
    {
        if (!Holds(offset)) Fill(offset, 2 * LocalHeader.MaxLength);
        return LocalHeader.TryRead(_block.AsSpan(0, _count)[(int)(offset - _start)..]);
    }

    /// <summary>Where the next header of an object is, or the file's end: only a header whose own CRC is right counts.</summary>
    public long Next(long from, CancellationToken cancel)
    {
        while (from < length)
        {
            cancel.ThrowIfCancellationRequested();
            if (!Holds(from)) Fill(from, SearchLength);
            if (!Holds(from)) return length; // the file has become shorter
            var bytes = _block.AsSpan(0, _count);
            var at = (int)(from - _start);
            for (; bytes[at..].IndexOf("PK\u0003\u0004"u8) is var hit and >= 0 && Holds(_start + at + hit); at++)
            {
                at += hit;
                if (LocalHeader.TryRead(bytes[at..]) is { Record: not null }) return _start + at;
            }
            if (_start + _count >= length) return length;
            from = Math.Max(_start + at, _start + _count - LocalHeader.MaxLength + 1); // from there on a header may reach beyond the window
        }
        return length;
    }

    /// <summary>A header there lies in the window whole.</summary>
    private bool Holds(long offset) =>
        offset >= _start && offset < _start + _count && (_start + _count - offset >= LocalHeader.MaxLength || _start + _count >= length);

    private void Fill(long offset, int count)
    {
        if (_block.Length < count) _block = new byte[count];
        (_start, _count) = (offset, 0);
        while (_count < count && file.Read(_block.AsSpan(_count, count - _count), offset + _count) is var read and > 0) _count += read;
        BytesRead += _count;
    }
}
