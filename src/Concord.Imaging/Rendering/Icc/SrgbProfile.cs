using System.Buffers.Binary;

namespace Concord.Imaging.Rendering.Icc;

/// <summary>A small profile of sRGB (IEC 61966-2-1), made here: primaries by D50, the curve as a parametric one.</summary>
public static class SrgbProfile
{
    private const int Header = 128;

    private static readonly int[] White = [0xF6D6, 0x10000, 0xD32D];
    private static readonly int[] Red = [0x6FA2, 0x38F5, 0x0390];
    private static readonly int[] Green = [0x6299, 0xB785, 0x18DA];
    private static readonly int[] Blue = [0x24A0, 0x0F84, 0xB6CF];

    /// <summary>g, a, b, c, d of curve kind 3, as fixed-point numbers of 16 bits of fraction.</summary>
    private static readonly int[] Tones = [157286, 62119, 3417, 5072, 2651];

    public static ColorProfile Profile { get; } = ColorProfile.Parse(Build())!;

    private static byte[] Build()
    {
        (string Name, byte[] Data)[] tags =
        [
            ("desc", Text("sRGB")), ("cprt", Text("No copyright, use freely")), ("wtpt", Numbers("XYZ ", White)), ("rXYZ", Numbers("XYZ ", Red)), ("gXYZ", Numbers("XYZ ", Green)),
            ("bXYZ", Numbers("XYZ ", Blue)), ("rTRC", Curve()), ("gTRC", Curve()), ("bTRC", Curve()),
        ];
        var at = Header + 4 + (12 * tags.Length);
        var profile = new byte[at + tags.Sum(tag => tag.Data.Length)];
        BinaryPrimitives.WriteInt32BigEndian(profile, profile.Length);
        BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(8), 0x04200000);
        "mntrRGB XYZ "u8.CopyTo(profile.AsSpan(12));
        BinaryPrimitives.WriteInt16BigEndian(profile.AsSpan(24), 2026);
        (profile[27], profile[29]) = (1, 1);
        "acsp"u8.CopyTo(profile.AsSpan(36));
        for (var i = 0; i < 3; i++) BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(68 + (4 * i)), White[i]);
        BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(Header), tags.Length);
        for (var i = 0; i < tags.Length; i++)
        {
            var entry = profile.AsSpan(Header + 4 + (12 * i));
            System.Text.Encoding.ASCII.GetBytes(tags[i].Name, entry);
            BinaryPrimitives.WriteInt32BigEndian(entry[4..], at);
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], tags[i].Data.Length);
            tags[i].Data.CopyTo(profile, at);
            at += tags[i].Data.Length;
        }
        return profile;
    }

    private static byte[] Numbers(string type, int[] values)
    {
        var data = new byte[8 + (4 * values.Length)];
        System.Text.Encoding.ASCII.GetBytes(type, data);
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(8 + (4 * i)), values[i]);
        return data;
    }

    private static byte[] Curve()
    {
        var data = Numbers("para", [0, .. Tones]);
        data[9] = 3;
        return data;
    }

    /// <summary>One record of English (ISO 15076-1 §10.15).</summary>
    private static byte[] Text(string words)
    {
        var letters = System.Text.Encoding.BigEndianUnicode.GetBytes(words);
        var data = new byte[(28 + letters.Length + 3) / 4 * 4];
        "mluc"u8.CopyTo(data);
        data[11] = 1;
        data[15] = 12;
        "enUS"u8.CopyTo(data.AsSpan(16));
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(20), letters.Length);
        data[27] = 28;
        letters.CopyTo(data, 28);
        return data;
    }
}
