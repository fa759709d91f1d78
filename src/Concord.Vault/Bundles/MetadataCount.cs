using System.Buffers;
using System.IO.Compression;
using System.Text.Json;

namespace Concord.Vault.Bundles;

/// <summary>Counts the instances in a <c>metadata.json.gz</c>, reading it once.</summary>
internal static class MetadataCount
{
    private const int BlockLength = 64 << 10;
    private const int MaxToken = 64 << 20;

    /// <exception cref="InvalidDataException">It is no gzip member, or a value in it has no end.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static int Of(Stream gzip)
    {
        using var input = new GZipStream(gzip, CompressionMode.Decompress);
        var buffer = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = 1000 });
            int kept = 0, count = 0;
            while (true)
            {
                var read = input.Read(buffer.AsSpan(kept));
                var used = Read(buffer.AsSpan(0, kept + read), read == 0, ref state, ref count);
                if (read == 0) return count;
                kept = kept + read - used;
                Array.Copy(buffer, used, buffer, 0, kept);
                if (kept == buffer.Length) buffer = Larger(buffer);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int Read(ReadOnlySpan<byte> bytes, bool isLast, ref JsonReaderState state, ref int count)
    {
        var reader = new Utf8JsonReader(bytes, isLast, state);
        while (reader.Read())
            if (reader is { TokenType: JsonTokenType.StartObject, CurrentDepth: 1 }) count++;
        state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    private static byte[] Larger(byte[] full)
    {
        if (full.Length >= MaxToken) throw new InvalidDataException("A value in the metadata has no end.");
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
