namespace Concord.Imaging.AtRest;

/// <summary>The bytes in which two texts of one length differ: by turns how many are equal (7-bit groups), how many differ, and those, exclusive-or.</summary>
internal static class ByteResidue
{
    /// <summary>So many equal bytes end a run of differing ones.</summary>
    private const int LeastEqual = 4;

    public static void Write(BinaryWriter output, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        for (var at = 0; ;)
        {
            var equal = from[at..].CommonPrefixLength(to[at..]);
            if (at + equal == to.Length) return;
            var start = at + equal;
            var end = start + 1;
            for (var same = 0; end < to.Length && same < LeastEqual; end++) same = from[end] == to[end] ? same + 1 : 0;
            output.Write7BitEncodedInt(equal);
            output.Write7BitEncodedInt(end - start);
            for (at = start; at < end; at++) output.Write((byte)(from[at] ^ to[at]));
        }
    }

    /// <summary>Makes the one text of the other, in place.</summary>
    /// <exception cref="FormatException">It names bytes that are not there.</exception>
    public static void Apply(ReadOnlyMemory<byte> residue, Span<byte> bytes)
    {
        using var input = new BinaryReader(new MemoryStream(residue.ToArray()));
        while (input.BaseStream.Position < residue.Length)
        {
            int equal = input.Read7BitEncodedInt(), count = input.Read7BitEncodedInt();
            if (equal < 0 || equal > bytes.Length || count < 0 || count > bytes.Length - equal) throw new FormatException("A residue of what is not there.");
            bytes = bytes[equal..];
            for (var i = 0; i < count; i++) bytes[i] ^= input.ReadByte();
            bytes = bytes[count..];
        }
    }
}
