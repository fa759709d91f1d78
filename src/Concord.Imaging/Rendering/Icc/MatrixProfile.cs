using System.Buffers.Binary;

namespace Concord.Imaging.Rendering.Icc;

/// <summary>A profile that is three curves and a matrix (ISO 15076-1 §8.3.3), undone into sRGB.</summary>
public sealed class MatrixProfile
{
    /// <summary>From XYZ by D50 to linear sRGB: the inverse of the primaries as the profile of sRGB has them.</summary>
    private static readonly double[] ToSrgb = [3.1338561, -1.6168667, -0.4906146, -0.9787684, 1.9161415, 0.0334540, 0.0719453, -0.2289914, 1.4052427];

    /// <summary>Steps of linear light for which the curve of sRGB is worked out.</summary>
    private const int LightSteps = 4096;

    private static readonly byte[] SrgbCurve = Curve();

    private readonly double[][] _tones;
    private readonly double[] _matrix;

    private MatrixProfile(double[][] tones, double[] matrix) => (_tones, _matrix) = (tones, matrix);

    /// <summary>Null when the profile is of another kind: it has tables, or lacks a curve.</summary>
    public static MatrixProfile? Of(ColorProfile profile)
    {
        if (!profile.Bytes.Span[20..24].SequenceEqual("XYZ "u8) || !profile.Find("A2B0"u8).IsEmpty) return null;
        if (Xyz(profile.Find("rXYZ"u8)) is not { } red || Xyz(profile.Find("gXYZ"u8)) is not { } green || Xyz(profile.Find("bXYZ"u8)) is not { } blue) return null;
        if (ToneCurve.Parse(profile.Find("rTRC"u8)) is not { } redTones || ToneCurve.Parse(profile.Find("gTRC"u8)) is not { } greenTones || ToneCurve.Parse(profile.Find("bTRC"u8)) is not { } blueTones) return null;
        var matrix = new double[9];
        for (var row = 0; row < 3; row++)
        {
            var (x, y, z) = (ToSrgb[3 * row], ToSrgb[(3 * row) + 1], ToSrgb[(3 * row) + 2]);
            matrix[3 * row] = (x * red[0]) + (y * red[1]) + (z * red[2]);
            matrix[(3 * row) + 1] = (x * green[0]) + (y * green[1]) + (z * green[2]);
            matrix[(3 * row) + 2] = (x * blue[0]) + (y * blue[1]) + (z * blue[2]);
        }
        return new([redTones, greenTones, blueTones], matrix);
    }

    /// <summary>Turns the colours of a picture into sRGB, in place; what sRGB does not hold becomes the nearest that each channel does.</summary>
    public void Apply(Picture picture)
    {
        var pixels = picture.Span;
        var m = _matrix;
        for (var i = 0; i + 2 < pixels.Length; i += 3)
        {
            var (red, green, blue) = (_tones[0][pixels[i]], _tones[1][pixels[i + 1]], _tones[2][pixels[i + 2]]);
            pixels[i] = Encode((m[0] * red) + (m[1] * green) + (m[2] * blue));
            pixels[i + 1] = Encode((m[3] * red) + (m[4] * green) + (m[5] * blue));
            pixels[i + 2] = Encode((m[6] * red) + (m[7] * green) + (m[8] * blue));
        }
    }

    private static byte Encode(double light) => SrgbCurve[(int)Math.Clamp((light * LightSteps) + 0.5, 0, LightSteps)];

    private static byte[] Curve()
    {
        var curve = new byte[LightSteps + 1];
        for (var i = 0; i <= LightSteps; i++)
        {
            var light = (double)i / LightSteps;
            var value = light <= 0.0031308 ? 12.92 * light : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055;
            curve[i] = (byte)Math.Round(value * 255);
        }
        return curve;
    }

    private static double[]? Xyz(ReadOnlySpan<byte> tag)
    {
        if (tag.Length < 20 || !tag[..4].SequenceEqual("XYZ "u8)) return null;
        var values = new double[3];
        for (var i = 0; i < 3; i++) values[i] = BinaryPrimitives.ReadInt32BigEndian(tag[(8 + (4 * i))..]) / 65536.0;
        return values;
    }
}
