using System.IO.Compression;
using System.Text;

namespace Concord.Imaging.Drawing;

/// <summary>Letters of 16 rows of 8 or 16 dots: all of the Basic Multilingual Plane that GNU Unifont has, CJK among it. Any other character is an open box.</summary>
/// <remarks>Two megabytes, unpacked when the first is drawn.</remarks>
internal static class WideFont
{
    public const int Height = 16;

    private const int Characters = 0x10000;
    private const int PerBlock = 256;

    private static readonly byte[] Box = [.. Enumerable.Range(0, Height).SelectMany(row => row is 2 or 13 ? new byte[] { 0x7F, 0xFE } : row is > 2 and < 13 ? [0x40, 0x02] : [0, 0])];
    private static readonly Lazy<Table> Held = new(Load);

    /// <summary>The dots of a character: rows of one or two bytes, the leftmost the highest bit.</summary>
    public static ReadOnlySpan<byte> Of(Rune character)
    {
        var table = Held.Value;
        if (character.Value >= Characters || table.Bytes[character.Value] is not (> 0 and var width)) return Rune.IsWhiteSpace(character) ? default : Box;
        var at = table.Blocks[character.Value / PerBlock];
        for (var before = character.Value / PerBlock * PerBlock; before < character.Value; before++) at += table.Bytes[before] * Height;
        return table.Bytes.AsSpan(at, width * Height);
    }

    /// <summary>From one letter to the next, dots.</summary>
    public static int Advance(Rune character) => character.Value < Characters ? Math.Max((int)Held.Value.Bytes[character.Value], 1) * 8 : 16;

    private static Table Load()
    {
        using var packed = typeof(WideFont).Assembly.GetManifestResourceStream("fonts/unifont.bin") ?? throw new InvalidOperationException("The font is not in the program.");
        using var unpack = new ZLibStream(packed, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        unpack.CopyTo(bytes);
        var table = new Table(bytes.ToArray(), new int[Characters / PerBlock]);
        var at = Characters;
        for (var character = 0; character < Characters; character++)
        {
            if (character % PerBlock == 0) table.Blocks[character / PerBlock] = at;
            at += table.Bytes[character] * Height;
        }
        return table;
    }

    /// <summary>Widths in eights of dots, then the dots; and where those of every 256th character begin.</summary>
    private sealed record Table(byte[] Bytes, int[] Blocks);
}
