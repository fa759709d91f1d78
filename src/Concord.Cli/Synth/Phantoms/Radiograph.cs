namespace Concord.Cli.Synth.Phantoms;

/// <summary>From what X-rays pass through to what a processed radiograph shows.</summary>
internal static class Radiograph
{
    private const float BoneFrom = 150, BoneExtra = 0.9f;

    /// <summary>The trunk seen from behind (x across) or from the side (y across): millimetres of water that the rays meet.</summary>
    /// <param name="spacing">Between pixels, mm.</param>
    public static Plane Project(TrunkPhantom trunk, int columns, int rows, float spacing, float depthSpacing, bool lateral)
    {
        const float HalfWidth = 200, HalfDepth = 132;
        var view = Plane.Centred(columns, rows, spacing);
        var depths = (int)(2 * (lateral ? HalfWidth : HalfDepth) / depthSpacing);
        var far = -depthSpacing * (depths - 1) / 2;
        var section = lateral ? new Plane(depths, columns, far, view.Left, depthSpacing, spacing) : new Plane(columns, depths, view.Left, far, spacing, depthSpacing);
        for (var row = 0; row < rows; row++)
        {
            var z = -view.Y(row);
            if (z is < TrunkPhantom.Bottom or > TrunkPhantom.Top) continue;
            trunk.Paint(section, z, Appearance.Native, table: false);
            Sum(section, view.Values.AsSpan(row * columns, columns), depthSpacing, lateral);
        }
        return view;
    }

    /// <summary>Grey values, bone bright: compressed, then local contrast brought out as detectors do.</summary>
    /// <param name="halfDose">Millimetres of water that bring the signal half-way.</param>
    public static void Develop(Plane view, float halfDose, int neighbourhood, float boost, float white)
    {
        for (var i = 0; i < view.Values.Length; i++) view.Values[i] = 1 - MathF.Exp(-view.Values[i] * 0.693f / halfDose);
        var smooth = new Plane(view.Columns, view.Rows, view.Left, view.Top, view.XSpacing, view.YSpacing);
        view.Values.CopyTo(smooth.Values, 0);
        smooth.Blur(neighbourhood);
        for (var i = 0; i < view.Values.Length; i++) view.Values[i] = white * (view.Values[i] + (boost * (view.Values[i] - smooth.Values[i])));
    }

    /// <summary>A larger grid of the same view, smooth in between, with the grain of a detector.</summary>
    public static Plane Enlarge(Plane view, int times, Noise noise, float grain)
    {
        var large = new Plane(view.Columns * times, view.Rows * times, view.Left, view.Top, view.XSpacing / times, view.YSpacing / times);
        for (var row = 0; row < large.Rows; row++)
            for (var column = 0; column < large.Columns; column++)
                large.Values[(row * large.Columns) + column] = view.Sample((float)column / times, (float)row / times) + (grain * noise.Gaussian(column, row));
        return large;
    }

    private static void Sum(Plane section, Span<float> line, float depth, bool lateral)
    {
        for (var row = 0; row < section.Rows; row++)
        {
            var values = section.Values.AsSpan(row * section.Columns, section.Columns);
            if (lateral)
            {
                float sum = 0;
                foreach (var value in values) sum += Attenuation(value);
                line[row] = sum * depth;
            }
            else
            {
                for (var column = 0; column < values.Length; column++) line[column] += Attenuation(values[column]) * depth;
            }
        }
    }

    private static float Attenuation(float hounsfield) => (hounsfield + 1000 + (hounsfield > BoneFrom ? (hounsfield - BoneFrom) * BoneExtra : 0)) / 1000;
}
