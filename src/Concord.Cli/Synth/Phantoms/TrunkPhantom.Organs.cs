namespace Concord.Cli.Synth.Phantoms;

internal sealed partial class TrunkPhantom
{
    private const int LungPlaces = 700;
    private const float ThinnestVessel = 0.75f;

    private static Ellipsoid[] Heart() =>
    [
        new(20, -30, -28, 62, 50, 66, Tissues.Fat, Angle: 0.5f, Edge: 2),
        new(22, -30, -28, 56, 45, 60, Tissues.Myocardium, Angle: 0.5f),
        new(42, -18, -36, 21, 27, 42, Tissues.Blood, Angle: 0.6f),
        new(4, -48, -34, 30, 17, 42, Tissues.VenousBlood, Angle: 0.35f),
        new(14, 10, 2, 34, 17, 24, Tissues.Blood, Angle: 0.1f),
        new(-24, -24, -16, 19, 25, 34, Tissues.VenousBlood, Angle: 0.2f),
    ];

    private static Ellipsoid[] Abdomen() =>
    [
        new(0, 0, -178, 138, 90, 72, Tissues.Fat, Boxiness: 0.15f, Flatness: 4, Edge: 2),
        new(-58, -6, -118, 82, 84, 82, Tissues.Liver, Angle: -0.12f, Boxiness: 0.2f, Flatness: 2.4f),
        new(20, -38, -112, 58, 40, 42, Tissues.Liver, Angle: 0.2f),
        new(82, -8, -124, 52, 76, 62, Tissues.Fat, Boxiness: 0.2f, Flatness: 2.4f, Edge: 2),
        new(104, 44, -116, 28, 42, 48, Tissues.Spleen, Angle: 0.35f),
        new(72, -26, -116, 44, 46, 46, Tissues.Stomach, Angle: -0.3f),
        new(72, -24, -116, 39, 41, 41, Tissues.Fluid, Angle: -0.3f),
        new(70, -44, -110, 30, 20, 30, Tissues.Air),
        new(-28, -58, -150, 16, 20, 22, Tissues.Fluid),
        new(-62, 50, -158, 27, 24, 44, Tissues.Kidney, Angle: -0.5f),
        new(64, 50, -152, 27, 24, 44, Tissues.Kidney, Angle: 0.5f),
        new(-54, 46, -162, 11, 8, 24, Tissues.RenalPelvis, Angle: -0.5f),
        new(56, 46, -156, 11, 8, 24, Tissues.RenalPelvis, Angle: 0.5f),
        new(34, -56, -168, 22, 14, 18, Tissues.Bowel),
        new(34, -56, -168, 19, 11, 15, Tissues.Fluid),
        new(88, -30, -172, 20, 26, 16, Tissues.Bowel),
        new(88, -34, -172, 16, 18, 13, Tissues.Air),
    ];

    private void AddGreatVessels()
    {
        Tube(Tissues.Blood, 15, (6, -20, 10), (-10, -28, 62), (6, -10, 90), (22, 22, 86));
        Tube(Tissues.Blood, 12, (22, 22, 86), (26, 40, 58), (25, 42, -60), (14, 40, -176));
        Tube(Tissues.VenousBlood, 13, (14, -48, 8), (20, -32, 40), (22, -22, 50));
        Tube(Tissues.VenousBlood, 9.5f, (22, -20, 48), (-12, 0, 46), (-38, 8, 42));
        Tube(Tissues.VenousBlood, 9, (22, -18, 50), (46, 8, 50));
        Tube(Tissues.VenousBlood, 9, (-30, -12, 122), (-27, -14, 62), (-26, -16, 0));
        Tube(Tissues.VenousBlood, 10, (-22, 6, -40), (-24, 24, -90), (-22, 30, -176));
        Tube(Tissues.Blood, 6, (-6, -22, 88), (-18, -14, 120), (-22, -6, 172));
        Tube(Tissues.Blood, 5, (10, -4, 92), (16, -2, 130), (24, -2, 172));
        Tube(Tissues.Soft, 7, (6, 34, 172), (8, 32, 60), (12, 26, -100));
        Tube(Tissues.Soft, 10.5f, (0, 4, 176), (0, 10, 76));
        Tube(Tissues.Air, 8.5f, (0, 4, 178), (0, 10, 76));
        Tube(Tissues.Air, 6.5f, (0, 10, 76), (-22, 13, 58), (-44, 16, 44));
        Tube(Tissues.Air, 6, (0, 10, 76), (24, 16, 54), (48, 20, 44));
        Tube(Tissues.VenousBlood, 6, (-30, -4, -104), (-46, -10, -112), (-70, -18, -110));
        Tube(Tissues.VenousBlood, 4, (-46, -10, -112), (-66, 20, -120), (-88, 34, -124));
        Tube(Tissues.Bowel, 10, (-26, -12, -160), (10, -8, -150), (60, 14, -140));
    }

    private void Tube(Tissue tissue, float radius, params ReadOnlySpan<(float X, float Y, float Z)> points)
    {
        for (var i = 1; i < points.Length; i++)
        {
            var (a, b) = (points[i - 1], points[i]);
            _vessels.Add(new(new(a.X, a.Y, a.Z), radius, new(b.X, b.Y, b.Z), radius, tissue));
        }
    }

    // arteries of a lung: places all over it, from the hilum outwards, each joined to the nearest that is already reached
    private void GrowLungTree(int lung, Point3 hilum)
    {
        var places = new List<Point3> { hilum };
        places.AddRange(Enumerable.Range(0, LungPlaces * 3).Select(i => PlaceIn(_lungs[lung], i, lung)).Where(place => _lungs[lung].Holds(place.X, place.Y, place.Z, 4))
            .Take(LungPlaces).OrderBy(place => Squared(place, hilum)));
        var parents = new int[places.Count];
        for (var i = 1; i < places.Count; i++) parents[i] = Nearest(places, i);
        var cubes = new float[places.Count];          // a branch carries the cubes of the radii of what it feeds (Murray's law)
        for (var i = places.Count - 1; i > 0; i--)
        {
            cubes[i] += ThinnestVessel * ThinnestVessel * ThinnestVessel;
            cubes[parents[i]] += cubes[i];
            var radius = MathF.Cbrt(cubes[i]);
            _lungVessels.Add(new(places[parents[i]], radius, places[i], radius * 0.92f, Tissues.LungVessel));
        }
    }

    private Point3 PlaceIn(Ellipsoid room, int index, int lung) => new(
        room.X + (room.Rx * _noise.Between(-1, 1, index, lung, 11)),
        room.Y + (room.Ry * _noise.Between(-1, 1, index, lung, 12)),
        room.Z + (room.Rz * _noise.Between(-1, 1, index, lung, 13)));

    private static int Nearest(List<Point3> places, int of)
    {
        var nearest = 0;
        for (var i = 1; i < of; i++)
            if (Squared(places[i], places[of]) < Squared(places[nearest], places[of])) nearest = i;
        return nearest;
    }

    private static float Squared(Point3 a, Point3 b)
    {
        float x = a.X - b.X, y = a.Y - b.Y, z = a.Z - b.Z;
        return (x * x) + (y * y) + (z * z);
    }
}
