using System.Security.Cryptography;
using System.Text;
using Concord.Server.Imaging;

namespace Concord.Server.DicomWeb.Answers;

/// <summary>Gathers the parts of a multipart/related answer (RFC 2387). Part headers are spelled as browsers' loaders read them.</summary>
internal sealed class MultipartBuilder
{
    /// <summary>Lives as long as the process: who stores an object cannot know the boundary that it will be sent between.</summary>
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(32);

    private readonly List<Segment> _segments = [];
    private readonly string _type;

    /// <param name="type">The media type of the parts.</param>
    /// <param name="representation">What is sent, in words: the same words give the same boundary, so that ranges of one answer fit together.</param>
    public MultipartBuilder(string type, string representation)
    {
        _type = type;
        Boundary = "concord-" + Convert.ToHexStringLower(HMACSHA256.HashData(Secret, Encoding.UTF8.GetBytes(representation)).AsSpan(0, 16));
    }

    public string Boundary { get; }

    public string ContentType => $"multipart/related; type=\"{_type}\"; boundary={Boundary}";

    public int Count { get; private set; }

    /// <summary>Adds a part: its delimiter, its header fields, its body.</summary>
    /// <param name="location">Where the part could be had alone; "" when that is not said.</param>
    public void Add(string contentType, IEnumerable<Segment> body, string location = "")
    {
        var lead = Count++ == 0 ? "" : "\r\n";
        var where = location.Length > 0 ? $"Content-Location: {location}\r\n" : "";
        _segments.Add(new Segment.Memory(Encoding.ASCII.GetBytes($"{lead}--{Boundary}\r\nContent-Type: {contentType}\r\n{where}\r\n")));
        _segments.AddRange(body);
    }

    /// <summary>Adds a part that is made when it is its turn; what cannot be made is a part that says why.</summary>
    public void Add(string contentType, Segment.Streamed body)
    {
        var lead = Count++ == 0 ? "" : "\r\n";
        _segments.Add(new Segment.Streamed(Bytes($"{lead}--{Boundary}\r\nContent-Type: {contentType}\r\n\r\n", body.Preface.Span), body.Open)
        {
            Instead = failed => Bytes($"{lead}--{Boundary}\r\nContent-Type: application/problem+json\r\n\r\n", failed.ToProblem("The object cannot be given in that transfer syntax")),
        });
    }

    private static byte[] Bytes(string header, ReadOnlySpan<byte> rest) => [.. Encoding.ASCII.GetBytes(header), .. rest];

    /// <summary>All segments, the closing delimiter last.</summary>
    public IReadOnlyList<Segment> Close()
    {
        _segments.Add(new Segment.Memory(Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n")));
        return _segments;
    }
}
