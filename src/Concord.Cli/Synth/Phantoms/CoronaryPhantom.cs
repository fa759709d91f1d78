namespace Concord.Cli.Synth.Phantoms;

/// <summary>A left coronary angiogram, frame by frame: a beating heart, contrast medium that runs in and washes out.</summary>
internal sealed class CoronaryPhantom
{
    private const float FramesPerBeat = 15, FirstContrast = 5, SpeedPerFrame = 9, WashOut = 34;
    private const int BranchesPerArtery = 7;

    private static readonly (float X, float Y, float R)[] Stem = [(-20, -38, 2.2f), (-8, -36, 2.1f)];
    private static readonly (float X, float Y, float R)[] Anterior = [(-8, -36, 1.8f), (4, -28, 1.7f), (13, -12, 1.55f), (16, 8, 1.3f), (13, 26, 1.1f), (4, 42, 0.8f), (-6, 50, 0.5f)];
    private static readonly (float X, float Y, float R)[] Circumflex = [(-8, -36, 1.7f), (-6, -22, 1.6f), (-14, -8, 1.5f), (-26, 4, 1.3f), (-32, 18, 1.0f), (-31, 32, 0.7f), (-26, 42, 0.4f)];

    private readonly Noise _noise;
    private readonly List<(float X0, float Y0, float R0, float X1, float Y1, float R1, float Way)> _pieces = [];

    /// <param name="narrowing">How much of the anterior artery a plaque closes, 0 to 1.</param>
    public CoronaryPhantom(Noise noise, float narrowing)
    {
        _noise = noise;
        Add(Stem, 0, 0, 0);
        Add(Anterior, 12, narrowing, 1);
        Add(Circumflex, 12, 0, 2);
    }

    /// <summary>What lies still behind the arteries: millimetres of water, roughly.</summary>
    public Plane Background(int size, float spacing)
    {
        var view = Plane.Centred(size, size, spacing);
        view.Clear(58);
        view.AddEllipsoid(-2, 2, 52, 60, 26, 0.55f, 0.3f);
        view.AddEllipsoid(-8, 84, 82, 42, 60, 0.6f);
        for (var rib = 0; rib < 5; rib++)
        {
            float y = -74 + (rib * 29);
            view.AddBar(-90, y - 12, 5, 0, y + 8, 4.4f, 1.5f);
            view.AddBar(0, y + 8, 4.4f, 90, y + 42, 4, 1.3f);
        }
        view.AddBar(50, -100, 15, 54, 100, 15, 0.7f);
        for (var body = 0; body < 8; body++) view.AddEllipsoid(52, -84 + (body * 25), 15, 10, 9, 0.6f);
        view.Blur(Math.Max(1, (int)(1.6f / spacing)));
        var catheter = Plane.Centred(size, size, spacing);
        AddCatheter(catheter);
        for (var i = 0; i < view.Values.Length; i++) view.Values[i] += catheter.Values[i];
        return view;
    }

    /// <summary>Adds the arteries as they are in a frame.</summary>
    public void AddArteries(Plane view, int frame)
    {
        var beat = 0.5f - (0.5f * MathF.Cos(frame / FramesPerBeat * 2 * MathF.PI));
        float squeeze = 1 - (0.09f * beat), turn = 0.055f * beat, cos = squeeze * MathF.Cos(turn), sin = squeeze * MathF.Sin(turn);
        foreach (var (x0, y0, r0, x1, y1, r1, way) in _pieces)
        {
            var since = frame - FirstContrast - (way / SpeedPerFrame);
            var filled = Math.Clamp(since / 3, 0, 1) * Math.Clamp((WashOut - since) / 8, 0, 1);
            if (filled <= 0) continue;
            view.AddBar((x0 * cos) - (y0 * sin), (x0 * sin) + (y0 * cos) + (2 * beat), r0, (x1 * cos) - (y1 * sin), (x1 * sin) + (y1 * cos) + (2 * beat), r1, 13 * filled, merge: true);
        }
    }

    private static void AddCatheter(Plane view)
    {
        (float X, float Y)[] way = [(6, -100), (4, -80), (-10, -60), (-26, -52), (-30, -44), (-20, -38)];
        for (var i = 1; i < way.Length; i++) view.AddBar(way[i - 1].X, way[i - 1].Y, 0.95f, way[i].X, way[i].Y, 0.95f, 9, merge: true);
    }

    private void Add((float X, float Y, float R)[] points, float way, float narrowing, int artery)
    {
        for (var i = 1; i < points.Length; i++)
        {
            var (a, b) = (points[i - 1], points[i]);
            float ax = a.X, ay = a.Y, ar = a.R, length = MathF.Sqrt(((b.X - a.X) * (b.X - a.X)) + ((b.Y - a.Y) * (b.Y - a.Y)));
            for (var part = 1; part <= 4; part++)                       // small pieces that meander a little
            {
                float t = part / 4f, wobble = part == 4 ? 0 : 0.8f * _noise.Gaussian(i, part, artery);
                float bx = a.X + ((b.X - a.X) * t) + wobble, by = a.Y + ((b.Y - a.Y) * t) - wobble, br = a.R + ((b.R - a.R) * t);
                if (i == 2 && part is 2 or 3) br *= i == 2 ? 1 - (0.62f * narrowing) : 1;
                _pieces.Add((ax, ay, ar, bx, by, br, way));
                (ax, ay, ar, way) = (bx, by, br, way + (length / 4));
            }
            if (artery > 0) Branch(b, way, artery, i);
        }
    }

    private void Branch((float X, float Y, float R) at, float way, int artery, int index)
    {
        for (var twig = 0; twig < 2; twig++)
        {
            var key = (artery * 100) + (index * 10) + twig;
            float angle = ((twig == 0 ? 0.6f : 2.4f) + (0.35f * _noise.Gaussian(key, 1))) * (artery == 1 ? 1 : -1) + (artery == 1 ? 0 : MathF.PI), radius = at.R * 0.55f;
            float x = at.X, y = at.Y, along = way;
            for (var piece = 0; piece < BranchesPerArtery && radius > 0.18f; piece++)
            {
                angle += 0.28f * _noise.Gaussian(key, piece, 9);
                float ex = x + (5.5f * MathF.Cos(angle)), ey = y + (5.5f * MathF.Sin(angle));
                _pieces.Add((x, y, radius, ex, ey, radius * 0.82f, along));
                (x, y, radius, along) = (ex, ey, radius * 0.82f, along + 5.5f);
            }
        }
    }
}
