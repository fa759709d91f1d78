using System.Text;

namespace Concord.Imaging.Drawing;

/// <summary>Letters of 5 by 7 dots: the printable characters of ASCII. Any other character is an open box.</summary>
internal static class RasterFont
{
    public const int Width = 5;

    public const int Height = 7;

    /// <summary>From one letter to the next, dots.</summary>
    public const int Advance = 6;

    private const int First = ' ';

    /// <summary>The frame of a letter that is not held.</summary>
    private const ulong Box = 0x7E318C63F;

    /// <summary>A letter each from the space on; bit 5 y + x is the dot in column x and row y.</summary>
    private static readonly ulong[] Glyphs =
    [
        0x000000000, 0x100421084, 0x00000294A, 0x295F57D4A, 0x11F4717C4, 0x674222173, 0x593511526, 0x000000884,
        0x208210888, 0x088842082, 0x009575480, 0x0084F9080, 0x088600000, 0x0000F8000, 0x18C000000, 0x042222210,
        0x3A33AE62E, 0x3884210C4, 0x7C226422E, 0x3A304111F, 0x211F4A988, 0x3A3083C3F, 0x3A317844C, 0x08422221F,
        0x3A317462E, 0x1910F462E, 0x00C6018C0, 0x0886018C0, 0x208208888, 0x001F07C00, 0x088882082, 0x10044422E,
        0x382DAF62E, 0x4631FC62E, 0x3E317C62F, 0x3A210862E, 0x1D318C527, 0x7C217843F, 0x04217843F, 0x7A31E862E,
        0x4631FC631, 0x38842108E, 0x19284211C, 0x452519531, 0x7C2108421, 0x4631AD771, 0x4639AD671, 0x3A318C62E,
        0x04217C62F, 0x59358C62E, 0x45257C62F, 0x3A307062E, 0x10842109F, 0x3A318C631, 0x11518C631, 0x4775AC631,
        0x462A22A31, 0x108422A31, 0x7C222221F, 0x38421084E, 0x420820821, 0x39084210E, 0x000004544, 0x7C0000000,
        0x000002082, 0x7A3E83800, 0x3E318BC21, 0x78210F800, 0x7A318FA10, 0x383F8B800, 0x084238A4C, 0x3A1E8C7C0,
        0x46319B421, 0x388421804, 0x192843008, 0x24A32A421, 0x388421086, 0x56B5AAC00, 0x46319B400, 0x3A318B800,
        0x042F8BC00, 0x421E8F800, 0x04219B400, 0x3E0E0F800, 0x324211C42, 0x5B318C400, 0x11518C400, 0x2AB58C400,
        0x454454400, 0x3A1E8C400, 0x7C4447C00, 0x208411088, 0x108421084, 0x088441082, 0x0008A8800,
    ];

    public static ulong Of(Rune character) =>
        character.Value >= First && character.Value - First < Glyphs.Length ? Glyphs[character.Value - First] : Rune.IsWhiteSpace(character) ? 0 : Box;

    public static bool IsSet(ulong glyph, int column, int row) => ((glyph >> ((row * Width) + column)) & 1) != 0;
}
