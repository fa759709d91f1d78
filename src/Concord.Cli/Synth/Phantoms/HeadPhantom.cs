namespace Concord.Cli.Synth.Phantoms;

/// <summary>A head with folded cortex, ventricles, deep nuclei, eyes and lesions, known at every point (mm, centre of the head at the origin).</summary>
internal sealed class HeadPhantom
{
    private const int MaxLesions = 16;
    private const float FoldSize = 15, SulcusDepth = 17, CortexThickness = 3.1f;

    private static readonly (Point3 From, float FromRadius, Point3 To, float ToRadius)[] Ventricles =
    [
        (new(9, -36, 16), 3.5f, new(11, -16, 26), 6),
        (new(11, -16, 26), 6, new(15, 16, 28), 6),
        (new(15, 16, 28), 6, new(25, 38, 16), 8.5f),
        (new(25, 38, 16), 8.5f, new(20, 58, 12), 2.5f),
        (new(25, 38, 16), 7, new(36, 18, -6), 3),
        (new(36, 18, -6), 3, new(34, -4, -12), 2),
    ];

    private readonly Noise _noise;
    private readonly Ellipsoid[] _lesions;

    /// <param name="progress">0 to 1: how many lesions there are and how large.</param>
    public HeadPhantom(Noise noise, float progress)
    {
        _noise = noise;
        _lesions = [.. Enumerable.Range(0, (int)MathF.Round(MaxLesions * progress)).Select(index => LesionAt(index, progress))];
    }

    /// <summary>Signal at a point.</summary>
    public float Signal(float x, float y, float z, MrWeighting weighting) => At(x, y, z).Signal(weighting);

    private HeadTissue At(float x, float y, float z)
    {
        var wobble = 2.2f * _noise.Smooth(x / 34, y / 34, z / 34);
        var head = Depth(x, y + 2, z + 8, 77, 98, 106) + wobble;
        if (FaceIsCutAway(y, z, head)) return HeadTissue.Air;
        if (head < 0) return HeadTissue.Air;
        if (head < 2.2f) return HeadTissue.Skin;
        if (z < SkullBase(y)) return BelowBrain(x, y, z, head);
        if (head < 6.5f) return HeadTissue.Fat;
        if (Face(x, y, z) is { } face) return face;
        if (head < 13) return head is > 8.5f and < 11 ? HeadTissue.Marrow : HeadTissue.Bone;
        return Inside(x, y, z, head - 13);
    }

    // the floor of the skull steps up towards the front
    private static float SkullBase(float y) => -34 + (MathF.Max(0, -y - 8) * 0.34f);

    private static bool FaceIsCutAway(float y, float z, float head) => z < -40 && head < 8 + ((-40 - z) * 0.25f) && y < -60;

    private HeadTissue Inside(float x, float y, float z, float depth)
    {
        if (depth < 1.6f) return HeadTissue.Fluid;
        return Deep(x, y, z) ?? Cortex(x, y, z, depth - 1.6f);
    }

    // everything that sits at its place: ventricles, nuclei, lesions, fissure
    private HeadTissue? Deep(float x, float y, float z)
    {
        var side = MathF.Abs(x);
        if (InVentricles(side, y, z)) return HeadTissue.Fluid;
        var gap = 1.1f + (0.9f * _noise.Smooth(y / 9, z / 9, 3));
        float bodyY = (y - 3) / 46, bodyZ = (z - 6) / 32;
        if (side < gap && (bodyY * bodyY) + (bodyZ * bodyZ) > 1) return HeadTissue.Fluid;      // below it lies the corpus callosum
        foreach (var lesion in _lesions)
            if (lesion.Holds(x, y, z, _noise.Smooth(x / 3, y / 3, z / 3))) return HeadTissue.Lesion;
        if (Depth(side - 16, y + 20, z - 16, 5, 13, 11) > 0) return HeadTissue.Nuclei;       // caudate
        if (Depth(side - 11, y - 9, z - 8, 8.5f, 14, 10) > 0) return HeadTissue.Nuclei;      // thalamus
        if (Depth(side - 27, y + 3, z - 6, 5.5f, 17, 11) > 0) return HeadTissue.Nuclei;      // lentiform
        return null;
    }

    private static bool InVentricles(float side, float y, float z)
    {
        if (Depth(side, y - 2, z - 5, 2.6f, 13, 10) > 0) return true;                        // third
        foreach (var (from, fromRadius, to, toRadius) in Ventricles)
        {
            float dx = to.X - from.X, dy = to.Y - from.Y, dz = to.Z - from.Z;
            float px = side - from.X, py = y - from.Y, pz = z - from.Z;
            var along = Math.Clamp(((px * dx) + (py * dy) + (pz * dz)) / ((dx * dx) + (dy * dy) + (dz * dz)), 0, 1);
            float ex = px - (along * dx), ey = py - (along * dy), ez = pz - (along * dz), radius = fromRadius + ((toRadius - fromRadius) * along);
            if ((ex * ex * 1.8f) + (ey * ey) + (ez * ez) < radius * radius) return true;
        }
        return false;
    }

    // sulci are where a noise field crosses zero, deep near the surface; grey matter lines them
    private HeadTissue Cortex(float x, float y, float z, float depth)
    {
        if (depth > SulcusDepth) return HeadTissue.White;
        var bend = 5 * _noise.Smooth(x / 23, (y / 23) + 7, z / 23);
        var fold = MathF.Abs(_noise.Fractal((x + bend) / FoldSize, (y - bend) / FoldSize, (z / FoldSize) + 11, 2)) * FoldSize * 0.9f;
        var fading = 1 - (depth / SulcusDepth);
        if (fold < 1.15f * fading) return HeadTissue.Fluid;
        if (depth < CortexThickness || fold < (1.15f * fading) + (CortexThickness * Math.Clamp(fading * 2.2f, 0, 1))) return HeadTissue.Grey;
        return HeadTissue.White;
    }

    private HeadTissue? Face(float x, float y, float z)
    {
        var side = MathF.Abs(x);
        if (Depth(side - 31, y + 76, z + 20, 12.5f, 12.5f, 12.5f) is > 0 and var eye)
            return eye < 1.3f ? HeadTissue.Muscle : y < -83 && eye > 2 && Depth(side - 31, y + 84, z + 20, 5, 2.5f, 5) > 0 ? HeadTissue.Muscle : HeadTissue.Fluid;
        if (Depth(side - 28, y + 62, z + 20, 19, 28, 17) > 0) return side is > 26 and < 30 && y > -64 ? HeadTissue.White : HeadTissue.Fat;
        if (Depth(side - 8, y + 70, z + 20, 8, 17, 16) is > 0 and var cell) return cell < 1.4f ? HeadTissue.Mucosa : HeadTissue.Air;
        return z < -2 && Depth(side - 14, y + 84, z - 2, 12, 6, 13) > 0 ? HeadTissue.Air : null;    // frontal sinus
    }

    private HeadTissue BelowBrain(float x, float y, float z, float head)
    {
        var side = MathF.Abs(x);
        if (head < 6) return HeadTissue.Fat;
        if (Depth(x, y - 33, z + 38, 7, 6, 10) > 0) return HeadTissue.Fluid;                           // fourth ventricle
        if (Depth(x, y - 16 - ((z + 34) * -0.12f), z + 60, 13, 12, 46) > 0) return HeadTissue.White;    // stem
        if (Depth(side - 20, y - 48, z + 42, 36, 29, 27) is > 0 and var cerebellum) return Folia(x, y, z, cerebellum);
        if (Depth(x, y - 34, z + 42, 60, 48, 34) > 0) return HeadTissue.Fluid;
        if (Face(x, y, z) is { } face) return face;
        if (Depth(side - 27, y + 52, z + 52, 15, 18, 17) is > 0 and var sinus) return sinus < 1.2f ? HeadTissue.Mucosa : HeadTissue.Air;
        if (Depth(side - 7, y + 52, z + 50, 9, 30, 20) is > 0 and var nose) return MathF.Sin(side * 0.9f) > 0.2f && nose > 1 ? HeadTissue.Air : HeadTissue.Mucosa;
        if (Depth(x, y + 10, z + 78, 16, 9, 34) > 0) return HeadTissue.Air;                            // pharynx
        if (Depth(side - 47, y - 18, z + 46, 16, 16, 14) > 0) return HeadTissue.Bone;                  // petrous
        return _noise.Smooth(x / 9, y / 9, z / 12) > 0.15f ? HeadTissue.Fat : HeadTissue.Muscle;
    }

    private static HeadTissue Folia(float x, float y, float z, float depth)
    {
        var leaf = MathF.Abs(MathF.Sin((MathF.Sqrt((x * x * 0.3f) + ((y - 30) * (y - 30)) + ((z + 36) * (z + 36) * 1.6f)) * 0.75f) + (x * 0.05f)));
        if (depth < 12 && leaf < 0.16f) return HeadTissue.Fluid;
        return depth < 14 && leaf < 0.8f ? HeadTissue.Grey : HeadTissue.White;
    }

    private Ellipsoid LesionAt(int index, float progress)
    {
        var side = index % 2 == 0 ? -1 : 1;
        var size = _noise.Between(2.2f, 5.2f, index, 21) * (0.75f + (0.35f * progress));
        return new(
            side * _noise.Between(18, 34, index, 22), _noise.Between(-34, 44, index, 23), _noise.Between(20, 40, index, 24),
            size, size * _noise.Between(0.8f, 1.6f, index, 25), size, default);
    }

    // about how deep a point lies in an ellipsoid, mm; negative outside
    private static float Depth(float x, float y, float z, float rx, float ry, float rz)
    {
        float u = x / rx, v = y / ry, w = z / rz;
        return (1 - MathF.Sqrt((u * u) + (v * v) + (w * w))) * MathF.Min(rx, MathF.Min(ry, rz));
    }
}
