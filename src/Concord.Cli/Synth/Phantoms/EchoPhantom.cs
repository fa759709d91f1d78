namespace Concord.Cli.Synth.Phantoms;

/// <summary>A four-chamber view of a beating heart as an ultrasound probe at its tip sees it: echo strength and flow.</summary>
internal sealed class EchoPhantom(Noise noise)
{
    /// <summary>Frames of one beat.</summary>
    public const int FramesPerBeat = 24;

    /// <summary>How hard a point throws sound back, 0 to about 1.2, and how fast blood goes there (m/s, positive towards the probe).</summary>
    /// <param name="x">Sideways, mm.</param>
    /// <param name="depth">Away from the probe, mm.</param>
    /// <param name="phase">0 to 1 through a beat: the ventricle is largest at 0, smallest at 0.35.</param>
    public (float Echo, float Flow) At(float x, float depth, float phase)
    {
        var squeeze = Squeeze(phase);
        var ring = 92 - (9 * squeeze);                                    // the valve plane comes down in systole
        float left = Chamber(x - 17, depth - 58, 24 - (7.5f * squeeze), 38 - (5 * squeeze)), right = Chamber(x + 24, depth - 64, 17 - (4 * squeeze), 31 - (5 * squeeze));
        float leftAtrium = Chamber(x - 15, depth - ring - 24, 21 + (2.5f * squeeze), 21), rightAtrium = Chamber(x + 22, depth - ring - 22, 19 + (2 * squeeze), 20);
        var inside = MathF.Max(MathF.Max(left, right), MathF.Max(leftAtrium, rightAtrium));
        if (Leaflet(x, depth, ring, phase) is > 0 and var leaflet) return (leaflet, 0);
        if (inside > 0) return (0.035f + (0.02f * noise.Smooth(x / 4, depth / 4, 1)), Flow(x, depth, phase, ring, left, leftAtrium));
        var heart = Chamber(x, depth - 74, 54, 66);
        return (heart > 0 ? Wall(x, depth, inside) : Outside(x, depth, heart), 0);
    }

    private float Wall(float x, float depth, float inside)
    {
        var lining = MathF.Exp(inside * 0.9f);                            // bright where blood meets muscle
        return 0.34f + (0.45f * lining) + (0.14f * noise.Fractal(x / 7, depth / 3, 4, 3));
    }

    private float Outside(float x, float depth, float heart)
    {
        var sac = MathF.Exp(-heart * heart / 5);
        var lung = MathF.Max(0, noise.Smooth(x / 30, depth / 9, 7)) * 0.35f;
        return MathF.Max(0.06f, (0.85f * sac) + (0.16f + lung) * MathF.Exp(-MathF.Max(0, depth - 60) / 80));
    }

    // mitral and tricuspid leaflets: together in systole, apart in diastole
    private static float Leaflet(float x, float depth, float ring, float phase)
    {
        var open = phase is > 0.42f and < 0.97f ? MathF.Sin((phase - 0.42f) / 0.55f * MathF.PI) : 0;
        var brightest = 0f;
        foreach (var (centre, half) in ((float, float)[])[(16, 17), (-23, 14)])
        {
            var across = MathF.Abs(x - centre);
            if (across > half) continue;
            var free = half - across;                                     // distance from the hinge
            var expected = ring - 2 - (open * free * 1.15f) - ((1 - open) * 2.5f * MathF.Sin(free / half * 1.5f));
            if (open > 0.15f && across < half * 0.45f * open) continue;
            brightest = MathF.Max(brightest, 0.95f * MathF.Max(0, 1 - (MathF.Abs(depth - expected) / 1.5f)));
        }
        return brightest;
    }

    private float Flow(float x, float depth, float phase, float ring, float left, float leftAtrium)
    {
        if (left <= 0 && leftAtrium <= 0) return 0;
        var swirl = 0.75f + (0.35f * noise.Smooth(x / 8, depth / 8, phase * 6));
        if (phase > 0.45f)
        {
            var filling = MathF.Exp(-MathF.Pow((phase - 0.6f) / 0.08f, 2)) + (0.6f * MathF.Exp(-MathF.Pow((phase - 0.9f) / 0.05f, 2)));
            return 0.75f * filling * swirl * MathF.Exp(-MathF.Pow((x - 18) / 9, 2)) * MathF.Exp(-MathF.Pow((depth - ring + 14) / 30, 2));
        }
        var ejection = MathF.Sin(Math.Clamp(phase / 0.38f, 0, 1) * MathF.PI);
        return left > 0 ? -0.8f * ejection * swirl * MathF.Exp(-MathF.Pow((x - 6 + ((ring - depth) * -0.12f)) / 8, 2)) * MathF.Exp(-MathF.Pow((depth - ring + 12) / 26, 2)) : 0;
    }

    private static float Squeeze(float phase) => phase < 0.38f ? MathF.Sin(phase / 0.38f * MathF.PI / 2) : MathF.Max(0, MathF.Cos((phase - 0.38f) / 0.4f * MathF.PI / 2));

    // millimetres inside an egg-shaped chamber, negative outside
    private static float Chamber(float x, float depth, float rx, float rd)
    {
        var narrow = rx * (1 + (0.18f * Math.Clamp(depth / rd, -1, 1)));
        float u = x / narrow, v = depth / rd;
        return (1 - MathF.Sqrt((u * u) + (v * v))) * MathF.Min(rx, rd);
    }
}
