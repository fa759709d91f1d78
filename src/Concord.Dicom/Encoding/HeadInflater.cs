using System.Buffers;
using System.IO.Compression;

namespace Concord.Dicom.Encoding;

/// <summary>Inflates the beginning of a Deflated data set, as far as it is asked to.</summary>
internal sealed class HeadInflater : IDisposable
{
    private const int FirstBytes = 16 * 1024;
    private readonly SequenceStream _source;
    private readonly DeflateStream _inflater;
    private readonly bool _isWhole;
    private byte[] _buffer = [];
    private int _length;
    private bool _isExhausted;

    public HeadInflater(ReadOnlySequence<byte> deflated, bool isWhole)
    {
        _isWhole = isWhole;
        _source = new(deflated);
        _inflater = new(_source, CompressionMode.Decompress);
    }

    public ReadOnlySequence<byte> Inflated => new(_buffer, 0, _length);

    /// <summary>The stream has ended: <see cref="Inflated"/> is the whole data set.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Doubles what is inflated; false when the input gives no more.</summary>
    public bool TryInflateMore(long maxBytes)
    {
        if (_isExhausted) return false;
        if (_length > maxBytes) throw new DicomFormatException($"More than {maxBytes} bytes come before the pixel data.", null, maxBytes);
        Array.Resize(ref _buffer, Math.Max(FirstBytes, _length * 2));
        var before = _length;
        while (_length < _buffer.Length && !_isExhausted)
        {
            var read = InflateSome();
            _length += read;
            _isExhausted = read == 0;
        }
        IsAtEnd = _isExhausted && _isWhole;
        if (IsAtEnd && _source.IsOverdrawn) throw new DicomFormatException("The deflated data are cut off.", null, _length);
        return _length > before || IsAtEnd;
    }

    public void Dispose()
    {
        _inflater.Dispose();
        _source.Dispose();
    }

    private int InflateSome()
    {
        try
        {
            return _inflater.Read(_buffer, _length, _buffer.Length - _length);
        }
        catch (InvalidDataException)
        {
            // of a part that ends anywhere this says nothing yet
            return _isWhole ? throw new DicomFormatException("The deflated data are damaged.", null, _length) : 0;
        }
    }
}
