using Concord.Imaging;
using Concord.Vault.Bundles;
using Concord.Vault.Corrections;

namespace Concord.Server.DicomWeb.Answers;

/// <summary>A piece of an answer: bytes in memory, bytes of a bundle file, bytes or a stream that are made when it is their turn.</summary>
internal abstract record Segment
{
    private Segment() { }

    /// <summary>Bytes, or null when that is known only once they are made.</summary>
    public abstract long? Length { get; }

    /// <summary>Bytes in memory: part headers, delimiters.</summary>
    public sealed record Memory(ReadOnlyMemory<byte> Bytes) : Segment
    {
        public override long? Length => Bytes.Length;
    }

    /// <summary>Bytes of a bundle file, sent as they lie.</summary>
    public sealed record Stored(BundleReader Bundles, long BundleId, ByteRange Range) : Segment
    {
        public override long? Length => Range.Length;
    }

    /// <summary>A Part 10 object with its corrections.</summary>
    public sealed record Corrected(CorrectedObject Object) : Segment
    {
        public override long? Length => Object.Length;
    }

    /// <summary>A stream that is opened when it is its turn: what fails then, when it is the first, is still an answer of its own.</summary>
    /// <param name="Preface">Goes before it.</param>
    public sealed record Streamed(ReadOnlyMemory<byte> Preface, Func<CancellationToken, ValueTask<Stream>> Open) : Segment
    {
        /// <summary>What goes out in place of both when opening fails: a part of its own among others. Null: the answer fails.</summary>
        public Func<FrameException, ReadOnlyMemory<byte>>? Instead { get; init; }

        public override long? Length => null;
    }

    /// <summary>Bytes that have to be made: another transfer syntax, another byte order.</summary>
    public sealed record Made(long? KnownLength, Func<CancellationToken, ValueTask<ReadOnlyMemory<byte>>> Make) : Segment
    {
        public override long? Length => KnownLength;
    }
}
