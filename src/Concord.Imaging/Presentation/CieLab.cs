using Concord.Dicom.DataElements;
using Concord.Imaging.Drawing;

namespace Concord.Imaging.Presentation;

/// <summary>Colours as PCS values (PS3.3 §C.10.7.1.1): CIELab by D50, each a number of 16 bits.</summary>
internal static class CieLab
{
    /// <summary>The nearest colour of sRGB; null when the three values are not there.</summary>
    public static Ink? Of(DataSet source, Tag tag) =>
        source.GetInt(tag) is { } lightness && source.GetInt(tag, 1) is { } a && source.GetInt(tag, 2) is { } b
            ? ToInk(lightness * 100.0 / 65535, (a * 255.0 / 65535) - 128, (b * 255.0 / 65535) - 128) : null;

    /// <summary>Through XYZ of D50 and the Bradford adaptation to D65.</summary>
    internal static Ink ToInk(double lightness, double a, double b)
    {
        var fy = (lightness + 16) / 116;
        var (x, y, z) = (0.9642 * Inverse(fy + (a / 500)), Inverse(fy), 0.8249 * Inverse(fy - (b / 200)));
        return new(
            Encode((3.1338561 * x) - (1.6168667 * y) - (0.4906146 * z)),
            Encode((-0.9787684 * x) + (1.9161415 * y) + (0.0334540 * z)),
            Encode((0.0719453 * x) - (0.2289914 * y) + (1.4052427 * z)));
    }

    private static double Inverse(double f) => f > 6.0 / 29 ? f * f * f : 3 * (6.0 / 29) * (6.0 / 29) * (f - (4.0 / 29));

    private static byte Encode(double linear)
    {
        var value = linear <= 0.0031308 ? 12.92 * linear : (1.055 * Math.Pow(linear, 1 / 2.4)) - 0.055;
        return (byte)Math.Clamp(Math.Round(value * 255), 0, 255);
    }
}
