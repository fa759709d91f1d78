using System.IO.Compression;

namespace Concord.Imaging.AtRest;

/// <summary>What gives an original back, with the object that is kept in its place.</summary>
/// <param name="Form">Of the pixels.</param>
/// <param name="PixelsFrom">Offset of the kept object's pixel data element's value.</param>
/// <param name="PixelsEnd">Offset behind it: behind the Sequence Delimitation Item.</param>
/// <param name="Before">Bytes of the original before its pixels.</param>
/// <param name="Pixels">Bytes of its pixels: all frames.</param>
/// <param name="After">Bytes of it behind them.</param>
/// <param name="Delta">Those before and behind as <see cref="ByteDelta"/> of the kept object's.</param>
/// <param name="Residue">Pixels that are not in that form as <see cref="ByteResidue"/>.</param>
/// <remarks>As bytes, deflated (RFC 1951): version 1 and the form, a byte each; the five numbers as 7-bit groups; length and bytes of the delta; length and bytes of the residue.</remarks>
internal sealed record RestoreRecipe(PixelForm Form, long PixelsFrom, long PixelsEnd, long Before, long Pixels, long After, ReadOnlyMemory<byte> Delta, ReadOnlyMemory<byte> Residue)
{
    private const byte Version = 1;
    private const int Overhead = 1 << 16;

    public long OriginalLength => Before + Pixels + After;

    public byte[] ToBytes()
    {
        var bytes = new MemoryStream();
        using (var output = new BinaryWriter(new DeflateStream(bytes, CompressionLevel.SmallestSize, leaveOpen: true)))
        {
            output.Write(Version);
            output.Write((byte)Form);
            foreach (var number in (long[])[PixelsFrom, PixelsEnd, Before, Pixels, After]) output.Write7BitEncodedInt64(number);
            Write(output, Delta.Span);
            Write(output, Residue.Span);
        }
        return bytes.ToArray();
    }

    /// <param name="keptLength">Bytes of the kept object.</param>
    /// <param name="originalLength">Bytes of the original.</param>
    /// <exception cref="FormatException">The bytes are no recipe for these two.</exception>
    public static RestoreRecipe Parse(ReadOnlyMemory<byte> bytes, long keptLength, long originalLength)
    {
        using var input = new BinaryReader(new DeflateStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress));
        try
        {
            if (input.ReadByte() != Version) throw new FormatException("A recipe of another version.");
            var form = (PixelForm)input.ReadByte();
            if ((form & ~(PixelForm.Masked | PixelForm.Swapped)) != 0) throw new FormatException("A form of pixels that is not known.");
            var numbers = new long[5];
            foreach (ref var number in numbers.AsSpan()) number = Bounded(input.Read7BitEncodedInt64(), Math.Max(keptLength, originalLength));
            var delta = ReadPart(input, (2 * originalLength) + Overhead);
            var recipe = new RestoreRecipe(form, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], delta, ReadPart(input, (2 * originalLength) + Overhead));
            return recipe.PixelsFrom <= recipe.PixelsEnd && recipe.PixelsEnd <= keptLength && recipe.OriginalLength == originalLength ? recipe : throw new FormatException("A recipe of another object.");
        }
        catch (Exception error) when (error is EndOfStreamException or InvalidDataException)
        {
            throw new FormatException("The recipe is damaged.", error);
        }
    }

    private static void Write(BinaryWriter output, ReadOnlySpan<byte> part)
    {
        output.Write7BitEncodedInt(part.Length);
        output.Write(part);
    }

    private static byte[] ReadPart(BinaryReader input, long most)
    {
        var part = new byte[Bounded(input.Read7BitEncodedInt64(), Math.Min(most, Array.MaxLength))];
        input.BaseStream.ReadExactly(part);
        return part;
    }

    private static long Bounded(long number, long most) => number >= 0 && number <= most ? number : throw new FormatException("A number in the recipe is out of its bounds.");
}
