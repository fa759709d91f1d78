namespace Concord.Imaging.Drawing;

/// <summary>A colour to draw with: sRGB, 8 bits a channel.</summary>
public readonly record struct Ink(byte Red, byte Green, byte Blue)
{
    public static Ink White { get; } = new(255, 255, 255);

    public static Ink Black { get; }

    /// <summary>On a gray picture (ITU-R BT.601).</summary>
    public byte Luminance => (byte)(((Red * 299) + (Green * 587) + (Blue * 114) + 500) / 1000);

    public static Ink Gray(byte value) => new(value, value, value);
}
