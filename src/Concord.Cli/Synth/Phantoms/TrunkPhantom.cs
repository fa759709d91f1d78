namespace Concord.Cli.Synth.Phantoms;

/// <summary>A chest and upper abdomen, supine, 34 cm high (z -170 to 170 mm), painted slice by slice.</summary>
internal sealed partial class TrunkPhantom
{
    /// <summary>Lowest and highest slice that shows a body, mm.</summary>
    public const float Bottom = -172, Top = 172;

    private readonly Noise _noise;
    private readonly float _girth;
    private readonly Ellipsoid[] _lungs;
    private readonly List<Vessel> _lungVessels = [];
    private readonly Ellipsoid[] _organs;
    private readonly List<Vessel> _vessels = [];
    private readonly Ellipsoid? _nodule;

    /// <param name="noise">What makes this body unlike the next one.</param>
    /// <param name="noduleRadius">A nodule in the right lung, mm; 0 for none.</param>
    public TrunkPhantom(Noise noise, float noduleRadius = 0)
    {
        _noise = noise;
        _girth = noise.Between(0.94f, 1.06f, 1);
        _lungs =
        [
            new(-73, -4, 36, 62, 86, 142, Tissues.Lung, Angle: 0.06f, Boxiness: 0.35f, Flatness: 3.6f),
            new(74, -2, 36, 58, 86, 142, Tissues.Lung, Angle: -0.06f, Boxiness: 0.35f, Flatness: 3.6f),
        ];
        _organs = [.. Heart(), .. Abdomen()];
        AddGreatVessels();
        GrowLungTree(0, new(-36, 8, 42));
        GrowLungTree(1, new(42, 10, 46));
        if (noduleRadius > 0) _nodule = new(-88, 34, 62, noduleRadius, noduleRadius * 0.9f, noduleRadius, Tissues.Nodule);
    }

    /// <summary>Paints CT numbers or uptake at a height.</summary>
    /// <param name="table">Draw the table on which the patient lies.</param>
    public void Paint(Plane plane, float z, Appearance appearance, bool table = true)
    {
        plane.Warp(static _ => 0, static _ => 0);
        plane.Clear(Tissues.Air.Value(appearance));
        if (table && appearance != Appearance.Tracer) PaintTable(plane);
        plane.Warp(
            y => (2.6f * MathF.Sin((y * 0.043f) + (z * 0.021f))) + (1.1f * MathF.Sin((y * 0.11f) + (z * 0.05f))),
            x => (2.4f * MathF.Sin((x * 0.037f) + (z * 0.024f) + 2)) + (1.0f * MathF.Sin((x * 0.10f) - (z * 0.04f))));
        PaintWall(plane, z, appearance);
        PaintLungs(plane, z, appearance);
        PaintMediastinum(plane, z, appearance);
        foreach (var organ in _organs) organ.Paint(plane, z, appearance);
        foreach (var vessel in _vessels) vessel.Paint(plane, z, appearance);
        PaintSpine(plane, z, appearance);
        PaintRibs(plane, z, appearance);
        PaintGirdle(plane, z, appearance);
    }

    // half width and half depth of the chest cavity
    private (float Rx, float Ry) Cavity(float z)
    {
        var taper = z > 60 ? (z - 60) / 110 : 0;
        return ((143 * _girth) - (52 * taper * taper), (96 * _girth) - (26 * taper * taper));
    }

    // 0 at nothing, 1 after a length: shapes come and go smoothly from slice to slice
    private static float Fade(float way, float length) => MathF.Sqrt(Math.Clamp(way / length, 0, 1));

    private static void PaintTable(Plane plane)
    {
        for (var column = 0; column < plane.Columns; column++)
        {
            var x = plane.X(column);
            if (MathF.Abs(x) > 205) continue;
            var top = 146 - (x * x * 0.00055f);
            var (first, last) = plane.RowsWithin(top + 14, 14);
            for (var row = first; row <= last; row++)
            {
                float depth = plane.Y(row) - top, shell = MathF.Min(depth, 24 - depth);
                if (shell >= 0) plane.Values[(row * plane.Columns) + column] = shell < 1.8f ? -120 : -920;
            }
        }
    }

    private void PaintWall(Plane plane, float z, Appearance appearance)
    {
        var (rx, ry) = Cavity(z);
        var fat = (13 + (MathF.Max(0, -40 - z) * 0.075f)) * _girth * _girth;
        float shoulders = z > 70 ? MathF.Min((z - 70) * 0.62f, 48) : 0, bulk = 11 + (shoulders * 0.25f);
        plane.Ellipse(0, 4, rx + bulk + fat + shoulders + 2, ry + 10 + fat + 2, Tissues.Skin.Value(appearance), boxiness: 0.25f);
        plane.Ellipse(0, 4, rx + bulk + fat + shoulders, ry + 10 + fat, Tissues.Fat.Value(appearance), boxiness: 0.25f);
        plane.Ellipse(0, 4, rx + bulk + shoulders, ry + 10, Tissues.Muscle.Value(appearance), boxiness: 0.25f);
        for (var side = -1; side <= 1; side += 2)
        {
            plane.Ellipse(side * (rx + 4), 18, 8 * Fade(110 - z, 40), 46 * Fade(110 - z, 40), Tissues.Fat.Value(appearance), edge: 4);   // between latissimus and ribs
            plane.Ellipse(side * 34, 94, 26, 16, Tissues.Muscle.Value(appearance));                         // erector spinae
            plane.Ellipse(side * 70, -ry - 4, 52, 9 * MathF.Min(Fade(z - 10, 50), Fade(150 - z, 40)), Tissues.Muscle.Value(appearance), side * 0.28f); // pectoralis
        }
        plane.Ellipse(0, 0, rx + 2, ry + 2, Tissues.Muscle.Value(appearance), boxiness: 0.15f);
        plane.Ellipse(0, 0, rx - 6, ry - 6, Tissues.Fat.Value(appearance), boxiness: 0.15f, edge: 3);
    }

    private void PaintLungs(Plane plane, float z, Appearance appearance)
    {
        var (rx, ry) = Cavity(z);
        foreach (var lung in _lungs)
        {
            var narrow = Math.Min(1, rx / (143 * _girth));
            (lung with { X = lung.X * narrow * _girth, Rx = lung.Rx * narrow * _girth, Ry = MathF.Min(lung.Ry * _girth, ry - 7) }).Paint(plane, z, appearance);
        }
        foreach (var vessel in _lungVessels) vessel.Paint(plane, z, appearance);
        if (_nodule is not { } nodule) return;
        nodule.Paint(plane, z, appearance);
        for (var spike = 0; spike < 9; spike++)
        {
            float turn = spike * 0.7f, reach = nodule.Rx * _noise.Between(1.3f, 2.0f, spike, 77), lift = _noise.Between(-6, 6, spike, 78);
            Point3 tip = new(nodule.X + (reach * MathF.Cos(turn)), nodule.Y + (reach * MathF.Sin(turn)), nodule.Z + lift);
            new Vessel(new(nodule.X, nodule.Y, nodule.Z), 2.2f, tip, 0.4f, nodule.Tissue with { Uptake = 2 }).Paint(plane, z, appearance);
        }
    }

    private static void PaintMediastinum(Plane plane, float z, Appearance appearance)
    {
        if (z < -95) return;
        var fat = Tissues.Fat.Value(appearance);
        var wide = z is > -70 and < 40 ? 30f : 26f;
        plane.Ellipse(2, 12, wide, 70, fat, boxiness: 0.3f, edge: 3);
        plane.Ellipse(0, 60, 32, 26, Tissues.Soft.Value(appearance), edge: 3);
        if (z > 85) plane.Ellipse(0, -10, 30, 34, Tissues.Soft.Value(appearance), edge: 6);                   // thyroid, strap muscles, thymus
    }
}
