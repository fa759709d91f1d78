using System.Buffers.Binary;

namespace Concord.Fuzz.Mutation;

/// <summary>Changes of bytes that know nothing of what they mean.</summary>
internal static class ByteMutators
{
    private const int LongestBlock = 256, MostRepeats = 64;

    private static readonly uint[] Limits =
        [0, 1, 2, 7, 8, 12, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFE, 0xFFFFFFFF];

    public static IReadOnlyList<Mutator> All { get; } = [Flip, Overwrite, PutLimit, Delete, Insert, Repeat, Truncate, Splice, Swap];

    /// <summary>Puts one of the tokens in, or over what is there.</summary>
    public static Mutator Tokens(params byte[][] tokens) => (input, _, random) =>
    {
        var token = tokens[random.Next(tokens.Length)];
        var at = random.Next(input.Length + 1);
        var over = random.Next(2) == 0 ? Math.Min(token.Length, input.Length - at) : 0;
        return [.. input.AsSpan(0, at), .. token, .. input.AsSpan(at + over)];
    };

    private static byte[] Flip(byte[] input, byte[] other, Random random) => Changed(input, copy => copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8)));

    private static byte[] Overwrite(byte[] input, byte[] other, Random random) => Changed(input, copy => copy[random.Next(copy.Length)] = (byte)random.Next(256));

    private static byte[] PutLimit(byte[] input, byte[] other, Random random) => Changed(input, copy =>
    {
        var value = Limits[random.Next(Limits.Length)] + (uint)random.Next(-1, 2);
        Span<byte> bytes = stackalloc byte[4];
        if (random.Next(2) == 0) BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        else BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        var part = random.Next(3) switch { 0 => bytes, 1 => bytes[..2], _ => bytes[2..] };
        var at = random.Next(copy.Length);
        part[..Math.Min(part.Length, copy.Length - at)].CopyTo(copy.AsSpan(at));
    });

    private static byte[] Delete(byte[] input, byte[] other, Random random)
    {
        var (at, length) = Block(input, random);
        return [.. input.AsSpan(0, at), .. input.AsSpan(at + length)];
    }

    private static byte[] Insert(byte[] input, byte[] other, Random random)
    {
        var bytes = new byte[1 + random.Next(16)];
        if (random.Next(2) == 0) random.NextBytes(bytes);
        var at = random.Next(input.Length + 1);
        return [.. input.AsSpan(0, at), .. bytes, .. input.AsSpan(at)];
    }

    private static byte[] Repeat(byte[] input, byte[] other, Random random)
    {
        var (at, length) = Block(input, random);
        var output = new MemoryStream();
        output.Write(input.AsSpan(0, at));
        for (var times = random.Next(2, MostRepeats); times > 0; times--) output.Write(input.AsSpan(at, length));
        output.Write(input.AsSpan(at + length));
        return output.ToArray();
    }

    private static byte[] Truncate(byte[] input, byte[] other, Random random) => input[..random.Next(input.Length + 1)];

    private static byte[] Splice(byte[] input, byte[] other, Random random)
    {
        var (from, length) = Block(other, random);
        var at = random.Next(input.Length + 1);
        return [.. input.AsSpan(0, at), .. other.AsSpan(from, length), .. input.AsSpan(at)];
    }

    private static byte[] Swap(byte[] input, byte[] other, Random random)
    {
        var (at, length) = Block(input, random);
        var rest = input.Length - at - length;
        var second = at + length + (rest == 0 ? 0 : random.Next(rest));
        return [.. input.AsSpan(0, at), .. input.AsSpan(at + length, second - at - length), .. input.AsSpan(at, length), .. input.AsSpan(second)];
    }

    private static byte[] Changed(byte[] input, Action<byte[]> change)
    {
        if (input.Length == 0) return [0];
        var copy = input.ToArray();
        change(copy);
        return copy;
    }

    private static (int At, int Length) Block(byte[] input, Random random)
    {
        var at = random.Next(input.Length + 1);
        return (at, random.Next(Math.Min(LongestBlock, input.Length - at) + 1));
    }
}
