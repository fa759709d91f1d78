using System.Buffers.Binary;

namespace Concord.Imaging.Rendering.Icc;

/// <summary>A tone curve of a profile worked out for the 256 values of a sample: from as stored to linear, 0-1 (ISO 15076-1 §10.6, §10.18).</summary>
internal static class ToneCurve
{
    /// <summary>Parameters of each kind of parametric curve.</summary>
    private static readonly int[] ParametersOf = [1, 3, 4, 5, 7];

    /// <summary>Null when it is no curve.</summary>
    public static double[]? Parse(ReadOnlySpan<byte> tag)
    {
        if (tag.Length < 12) return null;
        return tag[..4].SequenceEqual("curv"u8) ? Sampled(tag) : tag[..4].SequenceEqual("para"u8) ? Parametric(tag) : null;
    }

    private static double[]? Sampled(ReadOnlySpan<byte> tag)
    {
        var count = BinaryPrimitives.ReadUInt32BigEndian(tag[8..]);
        if (count > (tag.Length - 12) / 2) return null;
        if (count == 0) return Tabulate(x => x);
        var entries = new ushort[count];
        for (var i = 0; i < entries.Length; i++) entries[i] = BinaryPrimitives.ReadUInt16BigEndian(tag[(12 + (2 * i))..]);
        if (count == 1) return Tabulate(x => Math.Pow(x, entries[0] / 256.0));
        return Tabulate(x =>
        {
            var at = x * (entries.Length - 1);
            var below = Math.Min((int)at, entries.Length - 2);
            return (entries[below] + ((entries[below + 1] - entries[below]) * (at - below))) / 65535;
        });
    }

    private static double[]? Parametric(ReadOnlySpan<byte> tag)
    {
        var kind = BinaryPrimitives.ReadUInt16BigEndian(tag[8..]);
        if (kind >= ParametersOf.Length || tag.Length < 12 + (4 * ParametersOf[kind])) return null;
        var p = new double[7];
        for (var i = 0; i < ParametersOf[kind]; i++) p[i] = BinaryPrimitives.ReadInt32BigEndian(tag[(12 + (4 * i))..]) / 65536.0;
        var (g, a, b, c, d, e, f) = (p[0], p[1], p[2], p[3], p[4], p[5], p[6]);
        return Tabulate(x => kind switch
        {
            0 => Math.Pow(x, g),
            1 => x >= -b / a ? Math.Pow((a * x) + b, g) : 0,
            2 => x >= -b / a ? Math.Pow((a * x) + b, g) + c : c,
            3 => x >= d ? Math.Pow((a * x) + b, g) : c * x,
            _ => x >= d ? Math.Pow((a * x) + b, g) + e : (c * x) + f,
        });
    }

    private static double[] Tabulate(Func<double, double> curve)
    {
        var table = new double[256];
        for (var i = 0; i < table.Length; i++) table[i] = curve(i / 255.0) is var value && double.IsFinite(value) ? Math.Clamp(value, 0, 1) : 0;
        return table;
    }
}
