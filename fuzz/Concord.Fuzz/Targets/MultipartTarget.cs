using System.IO.Pipelines;
using Concord.Fuzz.Engine;
using Concord.Fuzz.Mutation;
using Concord.Server.DicomWeb.Store;

namespace Concord.Fuzz.Targets;

/// <summary>Multipart bodies: the same parts wherever the body is cut, and no more bytes out than came in.</summary>
internal sealed class MultipartTarget : FuzzTarget
{
    private const int MaxHeaderBytes = 256;

    public override string Name => "multipart";

    public override IEnumerable<byte[]> Seeds()
    {
        yield return "--b\r\nContent-Type: application/dicom\r\n\r\nabc\r\n--b\r\nContent-Type: text/plain; x=y\r\n folded\r\n\r\n\r\n--b--\r\n"u8.ToArray();
        yield return "preamble\r\n--b \t\r\n\r\n\r\n-\r\n--\r\n--a\r\n--b--epilogue"u8.ToArray();
    }

    public override IReadOnlyList<Mutator> Mutators { get; } =
        [.. Enumerable.Repeat(ByteMutators.Tokens("\r\n--b"u8.ToArray(), "--b"u8.ToArray(), "--b--"u8.ToArray(), "\r\n"u8.ToArray(), "\r"u8.ToArray(), "\r\n\r\n"u8.ToArray(), "Content-Type:"u8.ToArray(), ":"u8.ToArray()), 4)];

    public override void Run(byte[] input, CoverageMap seen)
    {
        var whole = Parts(input, Math.Max(1, input.Length), seen);
        var cut = Parts(input, 1 + (input.Length == 0 ? 0 : input[^1] % 23), null);
        FuzzException.Require(whole == cut, $"the parts differ where the body is cut: {whole} and {cut}");
        FuzzException.Require(whole.Bytes <= input.Length, "more bytes than came");
    }

    private static (int Hash, int Parts, long Bytes, string? Fault) Parts(byte[] input, int block, CoverageMap? seen)
    {
        var (hash, parts, bytes) = (17, 0, 0L);
        try
        {
            var reader = new MultipartReader(PipeReader.Create(Pieces.Of(input, block)), "b", MaxHeaderBytes);
            while (Done(reader.ReadNextPart(CancellationToken.None)) is { } headers)
            {
                parts++;
                foreach (var letter in headers.ContentType) hash = (hash * 31) + letter;
                while (Done(reader.ReadBody(CancellationToken.None)) is { } body)
                {
                    bytes += body.Length;
                    foreach (var piece in body)
                        foreach (var value in piece.Span) hash = (hash * 31) + value;
                }
                seen?.NoteSize(bytes);
            }
            return (hash, parts, bytes, null);
        }
        catch (MultipartException damage)
        {
            seen?.Note(damage.Message);
            return (hash, parts, bytes, damage.Message);
        }
    }

    /// <summary>A body in memory is never waited for.</summary>
    private static T Done<T>(ValueTask<T> task)
    {
        FuzzException.Require(task.IsCompleted, "waits for bytes that are there");
#pragma warning disable VSTHRD002 // it is complete
        return task.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }
}
