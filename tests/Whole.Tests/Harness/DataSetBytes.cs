using System.Buffers.Binary;
using System.Text;

namespace Whole.Tests.Harness;

/// <summary>The data set part of a Part 10 file, found without any of Concord's code.</summary>
internal static class DataSetBytes
{
    /// <summary>The transfer syntax named in the File Meta Information, and where the data set begins (PS3.10 §7.1).</summary>
    public static (string TransferSyntax, int Offset) Find(ReadOnlySpan<byte> file)
    {
        var (meta, offset) = Meta(file);
        return (meta.GetValueOrDefault(0x0010, ""), offset);
    }

    /// <summary>Media Storage SOP Instance UID.</summary>
    public static string SopInstanceUid(byte[] file) => Meta(file).Elements.GetValueOrDefault(0x0003, "");

    /// <summary>Media Storage SOP Class UID.</summary>
    public static string SopClassUid(byte[] file) => Meta(file).Elements.GetValueOrDefault(0x0002, "");

    private static (Dictionary<int, string> Elements, int Offset) Meta(ReadOnlySpan<byte> file)
    {
        Assert.True(file.Length > 132 && file[128..132].SequenceEqual("DICM"u8), "a Part 10 file");
        var elements = new Dictionary<int, string>();
        var at = 132;
        while (at + 8 <= file.Length && BinaryPrimitives.ReadUInt16LittleEndian(file[at..]) == 2)
        {
            var element = BinaryPrimitives.ReadUInt16LittleEndian(file[(at + 2)..]);
            var isLong = Encoding.ASCII.GetString(file.Slice(at + 4, 2)) is "OB" or "OW" or "UN" or "UT" or "SQ" or "OF" or "OD" or "OL" or "OV" or "UC" or "UR" or "SV" or "UV";
            var length = isLong ? BinaryPrimitives.ReadInt32LittleEndian(file[(at + 8)..]) : BinaryPrimitives.ReadUInt16LittleEndian(file[(at + 6)..]);
            var value = at + (isLong ? 12 : 8);
            elements[element] = Encoding.ASCII.GetString(file.Slice(value, length)).TrimEnd('\0', ' ');
            at = value + length;
        }

        return (elements, at);
    }

    public static byte[] Of(byte[] part10) => part10[Find(part10).Offset..];

    public static byte[] OfFile(string path) => Of(File.ReadAllBytes(path));

    /// <summary>Fails with the first difference, not with two walls of bytes.</summary>
    public static void AssertSame(byte[] expected, byte[] actual, string what)
    {
        var common = expected.AsSpan().CommonPrefixLength(actual);
        Assert.True(common == expected.Length && common == actual.Length,
            $"{what}: {expected.Length} bytes expected, {actual.Length} came, first difference at {common}");
    }
}
