namespace Concord.Cli.Synth.Phantoms;

internal sealed partial class TrunkPhantom
{
    private const float VertebraPitch = 25, RibPitch = 25, HighestRib = 166, RibDrop = 62;
    private const int RibCount = 14;

    private static void PaintSpine(Plane plane, float z, Appearance appearance)
    {
        var phase = ((z % VertebraPitch) + VertebraPitch) % VertebraPitch / VertebraPitch;   // 0: the disc's lower edge
        float cortical = Tissues.Cortical.Value(appearance), cancellous = Tissues.Cancellous.Value(appearance);
        if (phase < 0.2f)
        {
            plane.Ellipse(0, 66, 20, 15, Tissues.Disc.Value(appearance));
        }
        else
        {
            var waist = 1 - (0.12f * MathF.Sin((phase - 0.2f) / 0.8f * MathF.PI));
            plane.Ellipse(0, 66, 20 * waist, 15 * waist, cortical);
            if (phase is > 0.25f and < 0.95f) plane.Ellipse(0, 66, (20 * waist) - 2, (15 * waist) - 2, cancellous);
        }
        var arch = phase is > 0.45f and < 0.95f;
        if (arch)
        {
            for (var side = -1; side <= 1; side += 2)
            {
                plane.Capsule(side * 13, 78, 5, side * 13, 88, 5, cortical);
                plane.Capsule(side * 13, 88, 5.5f, side * 36, 92, 4, cortical);
                plane.Capsule(side * 15, 89, 3, side * 34, 92, 2, cancellous);
                plane.Capsule(side * 12, 90, 4, 0, 98, 4, cortical);
            }
        }
        if (phase is > 0.1f and < 0.75f) plane.Capsule(0, 99, 3.5f, 0, 116, 3, cortical);
        plane.Ellipse(0, 86, 9, 7.5f, Tissues.Fluid.Value(appearance));
        plane.Ellipse(0, 86, 5.5f, 4.5f, Tissues.Cord.Value(appearance));
    }

    // a rib lies on a slanting ring: high at the spine, low at the front, so a level slice cuts several of them
    private void PaintRibs(Plane plane, float z, Appearance appearance)
    {
        var (rx, ry) = Cavity(z);
        float cortical = Tissues.Cortical.Value(appearance), marrow = Tissues.Cancellous.Value(appearance), cartilage = Tissues.Cartilage.Value(appearance);
        var (first, last) = plane.RowsWithin(0, ry + 8);
        var (from, to) = plane.ColumnsWithin(0, rx + 8);
        float inner = 1 - (9 / ry), outer = 1 + (9 / rx);
        for (var row = first; row <= last; row++)
        {
            for (var column = from; column <= to; column++)
            {
                var (x, y) = plane.Warped(column, row);
                float u = x / rx, v = (y - 2) / ry, squared = (u * u) + (v * v);
                if (squared < inner * inner || squared > outer * outer) continue;
                var t = MathF.Sqrt(squared);
                var around = MathF.Acos(Math.Clamp(v / t, -1, 1)) / MathF.PI;                 // 0 at the spine, 1 at the breastbone
                var (distance, rib) = NearestRib(z, around);
                var across = (t - 1) * MathF.Min(rx, ry) / 4.2f;
                var depth = MathF.Sqrt((across * across) + (distance * distance));
                if (depth >= 1.15f || (rib > 9 && around > 0.62f - ((rib - 9) * 0.06f))) continue;
                ref var under = ref plane.Values[(row * plane.Columns) + column];
                var bone = depth > 0.62f ? cortical : marrow;
                Plane.Blend(ref under, around > 0.8f ? cartilage : bone, (1.15f - depth) * 4);
            }
        }
    }

    // how far above or below the nearest rib's axis, in half rib heights
    private static (float Distance, int Rib) NearestRib(float z, float around)
    {
        var swing = MathF.Sin(around * MathF.PI / 2);
        var top = HighestRib - (RibDrop * swing * swing) + (around > 0.8f ? (around - 0.8f) * 130 : 0);  // cartilage climbs back
        var rib = Math.Clamp((int)MathF.Round((top - z) / RibPitch), 0, RibCount - 1);
        return (MathF.Abs(top - (rib * RibPitch) - z) / 6.5f, rib);
    }

    private void PaintGirdle(Plane plane, float z, Appearance appearance)
    {
        float cortical = Tissues.Cortical.Value(appearance), marrow = Tissues.Cancellous.Value(appearance);
        var front = -Cavity(z).Ry + 1;
        if (z is > -48 and < 112)
        {
            var wide = z > 74 ? 26f : z < -30 ? 9f : 16f;
            plane.Ellipse(0, front, wide, 6, cortical, boxiness: 0.5f);
            plane.Ellipse(0, front, wide - 2, 4, marrow, boxiness: 0.5f);
        }
        for (var side = -1; side <= 1; side += 2)
        {
            new Vessel(new(side * 18, -66, 112), 7, new(side * 70, -62, 128), 6, Tissues.Cortical).Paint(plane, z, appearance);
            new Vessel(new(side * 70, -62, 128), 6, new(side * 142, -10, 146), 6, Tissues.Cortical).Paint(plane, z, appearance);
            new Vessel(new(side * 70, -62, 128), 3.5f, new(side * 142, -10, 146), 3.5f, Tissues.Cancellous).Paint(plane, z, appearance);
            PaintScapula(plane, z, appearance, side);
            new Ellipsoid(side * 158, 14, 150, 23, 23, 25, Tissues.Cortical).Paint(plane, z, appearance);
            new Ellipsoid(side * 158, 14, 150, 20, 20, 22, Tissues.Cancellous).Paint(plane, z, appearance);
        }
    }

    private static void PaintScapula(Plane plane, float z, Appearance appearance, int side)
    {
        if (z is < 20 or > 150) return;
        float wide = (z - 20) / 130, cortical = Tissues.Cortical.Value(appearance);
        float x = side * (104 + (8 * wide)), y = 92 - (10 * wide), ex = side * (112 + (28 * wide)), ey = 82 - (46 * wide);
        plane.Capsule(x, y, 2.6f, ex, ey, 3.2f + (4 * wide), cortical);
        if (wide > 0.5f) plane.Capsule((x + ex) / 2, (y + ey) / 2, 2.5f, ex + (side * 4), ey + 26, 3.5f, cortical);
    }
}
