using System.Buffers.Binary;

namespace Concord.Server.DicomWeb.Store.Metadata;

/// <summary>The marker segments at the beginning of a JPEG, JPEG-LS or JPEG 2000 stream, up to the first scan or tile; ends where they do not go on, or are cut off.</summary>
internal ref struct JpegSegments(ReadOnlySpan<byte> stream)
{
    private ReadOnlySpan<byte> _rest = stream.Length > 2 && stream[0] == 0xFF && stream[1] is 0xD8 or 0x4F ? stream[2..] : default;
    private bool _isLast;

    /// <summary>The second byte of the marker.</summary>
    public int Marker { get; private set; }

    /// <summary>From the segment's length on.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    public readonly JpegSegments Current => this;

    public readonly JpegSegments GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_rest.Length > 1 && _rest[0] == 0xFF && _rest[1] == 0xFF) _rest = _rest[1..]; // fill bytes
        if (_isLast || _rest.Length < 4 || _rest[0] != 0xFF) return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);
        if (length < 2 || length > _rest.Length - 2) return false;
        Marker = _rest[1];
        Body = _rest.Slice(2, length);
        _isLast = Marker is 0xDA or 0x90; // start of scan; start of tile-part
        _rest = _rest[(2 + length)..];
        return true;
    }
}
