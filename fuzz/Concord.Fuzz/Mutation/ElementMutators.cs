using System.Buffers;
using System.Buffers.Binary;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;

namespace Concord.Fuzz.Mutation;

/// <summary>Changes that know where elements lie in an encoded data set: their tags, VRs, lengths, order and nesting.</summary>
/// <param name="syntax">Native; Deflated inputs are changed where they are inflated.</param>
internal sealed class ElementMutators(TransferSyntax syntax)
{
    private const int MostElements = 2000, MostLevels = 400;

    private static readonly Tag[] Interesting =
    [
        Tags.SpecificCharacterSet, Tags.SOPInstanceUID, Tags.PixelData, Tags.PatientName, Tags.ReferencedImageSequence, Tags.PixelRepresentation, Tags.SmallestImagePixelValue,
        Tags.PixelSpacing, Tags.Rows, Tag.Item, Tag.ItemDelimitation, Tag.SequenceDelimitation, new(0x0029, 0x0010), new(0x0029, 0x1001), new(0x0008, 0x0000),
        new(0x0000, 0x0000), new(0x7FE0, 0x0008), new(0xFFFC, 0xFFFC), new(0x5400, 0x0100), new(0x6000, 0x3000), new(0x0002, 0x0010),
    ];

    private static readonly string[] Vrs =
        ["AE", "AS", "AT", "CS", "DA", "DS", "DT", "FL", "FD", "IS", "LO", "LT", "OB", "OD", "OF", "OL", "OV", "OW", "PN", "SH", "SL", "SQ", "SS", "ST", "SV", "TM", "UC", "UI", "UL", "UN", "UR", "US", "UT", "UV", "??", "ZZ", "\0\0"];

    public IReadOnlyList<Mutator> All => [ChangeVr, ChangeLength, ChangeTag, Duplicate, Remove, Move, Wrap, Graft];

    private byte[] ChangeVr(byte[] input, byte[] other, Random random) => At(input, random, (copy, element) =>
        System.Text.Encoding.ASCII.GetBytes(Vrs[random.Next(Vrs.Length)]).CopyTo(copy.AsSpan(element.Start + 4)));

    private byte[] ChangeLength(byte[] input, byte[] other, Random random) => At(input, random, (copy, element) =>
    {
        var left = copy.Length - element.Start;
        var value = random.Next(7) switch
        {
            0 => 0u,
            1 => uint.MaxValue,
            2 => uint.MaxValue - 1,
            3 => (uint)(left + random.Next(-12, 12)),
            4 => (uint)(element.Length + random.Next(-3, 4)),
            5 => (uint)random.Next(0x10000),
            _ => (uint)random.Next(),
        };
        var at = element.Start + (random.Next(3) == 0 ? 8 : 4 + (syntax.IsExplicitVr ? 2 : 0));
        Put(copy, at, value, wide: at != element.Start + 6);
    });

    private byte[] ChangeTag(byte[] input, byte[] other, Random random) => At(input, random, (copy, element) =>
    {
        var tag = Interesting[random.Next(Interesting.Length)];
        Put(copy, element.Start, tag.Group, wide: false);
        Put(copy, element.Start + 2, tag.Element, wide: false);
    });

    private byte[] Duplicate(byte[] input, byte[] other, Random random) => With(input, random, (from, length) =>
        [.. input.AsSpan(0, from + length), .. input.AsSpan(from, length), .. input.AsSpan(from + length)]);

    private byte[] Remove(byte[] input, byte[] other, Random random) => With(input, random, (from, length) => [.. input.AsSpan(0, from), .. input.AsSpan(from + length)]);

    private byte[] Move(byte[] input, byte[] other, Random random) => With(input, random, (from, length) =>
    {
        byte[] without = [.. input.AsSpan(0, from), .. input.AsSpan(from + length)];
        var to = Pick(Elements(without), random)?.Start ?? 0;
        return [.. without.AsSpan(0, to), .. input.AsSpan(from, length), .. without.AsSpan(to)];
    });

    /// <summary>Puts an element into the items of sequences in one another.</summary>
    private byte[] Wrap(byte[] input, byte[] other, Random random) => With(input, random, (from, length) =>
    {
        var levels = random.Next(10) == 0 ? random.Next(MostLevels) : 1 + random.Next(3);
        var isClosed = random.Next(4) != 0;
        var output = new MemoryStream();
        output.Write(input.AsSpan(0, from));
        for (var level = 0; level < levels; level++) output.Write([.. Header(new(0x0008, 0x1140), "SQ", uint.MaxValue), .. Header(Tag.Item, null, uint.MaxValue)]);
        output.Write(input.AsSpan(from, length));
        for (var level = 0; level < levels && isClosed; level++) output.Write([.. Header(Tag.ItemDelimitation, null, 0), .. Header(Tag.SequenceDelimitation, null, 0)]);
        output.Write(input.AsSpan(from + length));
        return output.ToArray();
    });

    /// <summary>Takes an element of another input.</summary>
    private byte[] Graft(byte[] input, byte[] other, Random random)
    {
        var (target, source) = (Pick(Elements(input), random)?.Start ?? 0, Pick(Elements(other), random));
        return source is not { } element ? input : [.. input.AsSpan(0, target), .. other.AsSpan(element.Start, element.Length), .. input.AsSpan(target)];
    }

    private byte[] At(byte[] input, Random random, Action<byte[], (int Start, int Length)> change)
    {
        if (Pick(Elements(input), random) is not { } element || element.Start + 12 > input.Length) return input;
        var copy = input.ToArray();
        change(copy, element);
        return copy;
    }

    private byte[] With(byte[] input, Random random, Func<int, int, byte[]> change) => Pick(Elements(input), random) is { } element ? change(element.Start, element.Length) : input;

    private static (int Start, int Length)? Pick(List<(int Start, int Length)> elements, Random random) => elements.Count == 0 ? null : elements[random.Next(elements.Count)];

    /// <summary>Elements of all levels, as far as the input can be read; sequences are their headers.</summary>
    private List<(int Start, int Length)> Elements(byte[] input)
    {
        var elements = new List<(int, int)>();
        var reader = new DicomTokenReader(new ReadOnlySequence<byte>(input), isFinalBlock: true, new DicomTokenState(syntax));
        try
        {
            while (elements.Count < MostElements && reader.Read())
            {
                if (reader.TokenType is DicomTokenType.ItemEnd or DicomTokenType.SequenceEnd or DicomTokenType.FragmentsEnd) continue;
                var value = reader.TokenType is DicomTokenType.Element or DicomTokenType.Fragment ? reader.Length : 0;
                elements.Add(((int)reader.TokenOffset, (int)(reader.ValueOffset + value - reader.TokenOffset)));
            }
        }
        catch (DicomFormatException)
        {
            return elements; // what came before the damage is good to be changed
        }
        return elements;
    }

    private byte[] Header(Tag tag, string? vr, uint length)
    {
        var header = new byte[syntax.IsExplicitVr && vr is not null ? 12 : 8];
        Put(header, 0, tag.Group, wide: false);
        Put(header, 2, tag.Element, wide: false);
        if (header.Length == 12) System.Text.Encoding.ASCII.GetBytes(vr!).CopyTo(header.AsSpan(4));
        Put(header, header.Length - 4, length, wide: true);
        return header;
    }

    private void Put(byte[] bytes, int at, uint value, bool wide)
    {
        var into = bytes.AsSpan(at);
        if (into.Length < (wide ? 4 : 2)) return;
        if (wide && syntax.IsBigEndian) BinaryPrimitives.WriteUInt32BigEndian(into, value);
        else if (wide) BinaryPrimitives.WriteUInt32LittleEndian(into, value);
        else if (syntax.IsBigEndian) BinaryPrimitives.WriteUInt16BigEndian(into, (ushort)value);
        else BinaryPrimitives.WriteUInt16LittleEndian(into, (ushort)value);
    }
}
