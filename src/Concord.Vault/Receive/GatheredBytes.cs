using System.Buffers;
using System.Runtime.CompilerServices;

namespace Concord.Vault.Receive;

/// <summary>Bytes that came apart from the object they belong to (bulk data of PS3.18 §10.5), kept as an arriving object's are: within the receive budget,
/// or in a spool file. Nothing of them is left when they are disposed of.</summary>
/// <remarks>Not safe for more than one caller. First everything is appended, then it may be read, any number of times.</remarks>
public sealed class GatheredBytes : IAsyncDisposable
{
    private const int BlockBytes = 256 << 10;

    private readonly IncomingInstance _bytes;
    private readonly SpoolFolder _spoolFolder;

    internal GatheredBytes(IncomingInstance bytes, SpoolFolder spoolFolder) => (_bytes, _spoolFolder) = (bytes, spoolFolder);

    public long Length => _bytes.Length;

    /// <summary>Copies the bytes; waits only for the disk.</summary>
    public ValueTask Append(ReadOnlySequence<byte> bytes, CancellationToken cancel) => _bytes.Append(bytes, cancel);

    /// <summary>The bytes from an offset on, in pieces that are borrowed until the next.</summary>
    /// <exception cref="IOException">Some could not be written, or cannot be read.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> Read(long offset, [EnumeratorCancellation] CancellationToken cancel)
    {
        var inMemory = await _bytes.Complete(cancel);
        if (_bytes.Spool is not { } spool)
        {
            foreach (var piece in inMemory.Slice(Math.Min(offset, inMemory.Length))) yield return piece;
            yield break;
        }
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            while (offset < Length)
            {
                var at = offset;
                var read = await _spoolFolder.Threads.Run(() => spool.Read(block.AsSpan(0, (int)Math.Min(BlockBytes, Length - at)), at));
                if (read == 0) throw new EndOfStreamException("A spool file is shorter than what was written to it.");
                yield return block.AsMemory(0, read);
                offset += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <summary>Up to so many bytes from the beginning.</summary>
    /// <exception cref="IOException">Some could not be written, or cannot be read.</exception>
    public async ValueTask<byte[]> ReadStart(int most, CancellationToken cancel)
    {
        var start = new byte[(int)Math.Min(most, Length)];
        var filled = 0;
        await foreach (var piece in Read(0, cancel))
        {
            var taken = Math.Min(piece.Length, start.Length - filled);
            piece.Span[..taken].CopyTo(start.AsSpan(filled));
            filled += taken;
            if (filled == start.Length) break;
        }
        return start;
    }

    public ValueTask DisposeAsync() => _bytes.DisposeAsync();
}
