using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Concord.Server.DicomWeb.Store;

/// <summary>Reads a multipart body part by part from a pipe (RFC 2046 §5.1.1); a part's bytes are handed on as they come and never gathered.</summary>
/// <remarks>Not safe for more than one caller. Bounds: boundary 200 characters, preamble and header fields <c>maxHeaderBytes</c> each.</remarks>
internal sealed class MultipartReader
{
    /// <summary>Longest boundary, characters. RFC 2046 §5.1.1 says 70; Orthanc's DICOMweb client sends 73.</summary>
    public const int MaxBoundaryLength = 200;

    private readonly PipeReader _input;
    private readonly int _maxHeaderBytes;
    private readonly byte[] _delimiter; // CR LF - - boundary
    private State _state = State.Start;
    private SequencePosition? _handedOut; // end of the body bytes that the caller has borrowed

    /// <exception cref="MultipartException">The boundary is none.</exception>
    public MultipartReader(PipeReader input, string boundary, int maxHeaderBytes)
    {
        if (boundary.Length is 0 or > MaxBoundaryLength || boundary.AsSpan().ContainsAnyExceptInRange(' ', '~') || boundary.EndsWith(' '))
            throw new MultipartException("The boundary is missing or not valid.");
        (_input, _maxHeaderBytes) = (input, maxHeaderBytes);
        _delimiter = Encoding.ASCII.GetBytes("\r\n--" + boundary);
    }

    private enum State
    {
        Start,
        Body,
        AfterDelimiter,
        Closed,
    }

    /// <summary>Goes to the next part, over what was not read of the last one.</summary>
    /// <returns>Its header fields; null after the last part.</returns>
    /// <exception cref="MultipartException">The body is damaged or ends before its closing delimiter.</exception>
    public async ValueTask<PartHeaders?> ReadNextPart(CancellationToken cancel)
    {
        if (_state == State.Start) await PassPreamble(cancel);
        while (_state == State.Body) await ReadBody(cancel);
        if (_state == State.Closed) return null;
        if (await IsClosing(cancel))
        {
            _state = State.Closed;
            return null;
        }
        var headers = await ReadHeaders(cancel);
        _state = State.Body;
        return headers;
    }

    /// <summary>The next bytes of the part's body, borrowed until the next call; null at its end.</summary>
    /// <exception cref="MultipartException">The body ends inside the part.</exception>
    public async ValueTask<ReadOnlySequence<byte>?> ReadBody(CancellationToken cancel)
    {
        if (_state != State.Body) return null;
        TakeBack();
        while (true)
        {
            var read = await _input.ReadAsync(cancel);
            var buffer = read.Buffer;
            if (DelimiterSearch.Find(buffer, _delimiter, out var found))
            {
                if (found.Equals(buffer.Start)) return EndOfPart(buffer);
                _handedOut = found;
                return buffer.Slice(buffer.Start, found);
            }
            if (!found.Equals(buffer.Start))
            {
                _handedOut = found;
                return buffer.Slice(buffer.Start, found);
            }
            _input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted) throw new MultipartException("The body ends inside a part.");
        }
    }

    /// <summary>Gives back what was borrowed last, when nothing more is read here.</summary>
    public void TakeBack()
    {
        if (_handedOut is not { } end) return;
        _input.AdvanceTo(end);
        _handedOut = null;
    }

    private ReadOnlySequence<byte>? EndOfPart(ReadOnlySequence<byte> buffer)
    {
        _input.AdvanceTo(buffer.GetPosition(_delimiter.Length));
        _state = State.AfterDelimiter;
        return null;
    }

    /// <summary>The first delimiter may stand at the very start, without its CR LF, or after a preamble.</summary>
    private async ValueTask PassPreamble(CancellationToken cancel)
    {
        var first = _delimiter.AsMemory(2);
        while (true)
        {
            var read = await _input.ReadAsync(cancel);
            var buffer = read.Buffer;
            if (buffer.Length >= first.Length && StartsWith(buffer, first.Span))
            {
                _input.AdvanceTo(buffer.GetPosition(first.Length));
                _state = State.AfterDelimiter;
                return;
            }
            if (buffer.Length >= first.Length && DelimiterSearch.Find(buffer, _delimiter, out var found))
            {
                _input.AdvanceTo(buffer.GetPosition(_delimiter.Length, found));
                _state = State.AfterDelimiter;
                return;
            }
            var length = buffer.Length;
            _input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted || length > _maxHeaderBytes) throw new MultipartException("The body does not begin with its boundary.");
        }
    }

    private async ValueTask<bool> IsClosing(CancellationToken cancel)
    {
        while (true)
        {
            var read = await _input.ReadAsync(cancel);
            var buffer = read.Buffer;
            if (buffer.Length >= 2)
            {
                var closing = StartsWith(buffer, "--"u8);
                _input.AdvanceTo(closing ? buffer.End : buffer.Start); // what follows the closing delimiter is an epilogue
                return closing;
            }
            _input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted) throw new MultipartException("The body ends after a delimiter.");
        }
    }

    /// <summary>From behind a delimiter over the rest of its line and the header fields, to behind the empty line.</summary>
    private async ValueTask<PartHeaders> ReadHeaders(CancellationToken cancel)
    {
        while (true)
        {
            var read = await _input.ReadAsync(cancel);
            var buffer = read.Buffer;
            var searched = buffer.Slice(0, Math.Min(buffer.Length, _maxHeaderBytes + 4L));
            if (DelimiterSearch.Find(searched, "\r\n\r\n"u8, out var end))
            {
                var headers = PartHeaders.Parse(buffer.Slice(buffer.Start, end));
                _input.AdvanceTo(buffer.GetPosition(4, end));
                return headers;
            }
            var length = buffer.Length;
            _input.AdvanceTo(buffer.Start, buffer.End);
            if (length > _maxHeaderBytes) throw new MultipartException("The header fields of a part are too long.");
            if (read.IsCompleted) throw new MultipartException("The body ends in the header fields of a part.");
        }
    }

    private static bool StartsWith(ReadOnlySequence<byte> buffer, ReadOnlySpan<byte> wanted) => new SequenceReader<byte>(buffer).IsNext(wanted);
}
