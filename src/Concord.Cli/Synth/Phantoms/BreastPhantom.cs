namespace Concord.Cli.Synth.Phantoms;

/// <summary>A compressed breast in a mammogram: skin, fat, glands that point to the nipple, ligaments, muscle, calcifications.</summary>
/// <param name="oblique">Mediolateral oblique (the chest muscle shows) in place of cranio-caudal.</param>
/// <param name="mass">Radius of a mass, mm; 0 for none.</param>
internal sealed class BreastPhantom(Noise noise, bool oblique, float mass)
{
    private const int Calcifications = 26;
    private readonly float _depth = noise.Between(84, 98, 1);
    private readonly float _height = noise.Between(66, 74, 2);
    private readonly float _sag = oblique ? 8 : 0;

    /// <summary>Brightness 0 to 1.</summary>
    /// <param name="u">From the chest wall outwards, mm.</param>
    /// <param name="v">Down the chest wall from the middle, mm.</param>
    public float At(float u, float v)
    {
        var lower = (v - _sag) / (v > _sag ? _height * 0.95f : _height * (oblique ? 1.25f : 0.98f));
        float out2 = (u / _depth * (u / _depth)) + (lower * lower);
        var rim = (1 - MathF.Sqrt(out2)) * 60;                      // about how far inside the skin, mm
        var nipple = Hump(u - _depth - 1, v - _sag, 4.5f, 5.5f);
        if (rim < 0 && nipple < 0.35f) return Muscle(u, v, rim);
        if (rim < 1.1f) return 0.24f + (0.2f * MathF.Min(1, nipple));
        var thickness = MathF.Pow(MathF.Min(1, (rim + 2) / 24), 0.45f);
        var value = thickness * (0.30f + Glands(u, v) + Ligaments(u, v));
        return MathF.Max(MathF.Min(value + Findings(u, v), 1), Muscle(u, v, rim));
    }

    private float Glands(float u, float v)
    {
        float w = v - _sag, toNipple = _depth - u, angle = MathF.Atan2(w, toNipple + 4), distance = MathF.Sqrt((toNipple * toNipple) + (w * w));
        var cone = Hump(distance - 38, angle * 34, 26, 24);
        var cloud = 0.45f + (1.1f * noise.Fractal(u / 15, v / 15, oblique ? 3 : 8, 5));
        var ducts = MathF.Pow(MathF.Max(0, noise.Smooth(angle * 11, distance / 60, 21)), 2) * Hump(distance - 20, angle * 30, 24, 26);
        return MathF.Max(0, (0.62f * cone * cloud) + (0.22f * ducts));
    }

    // thin bright strands where a noise field crosses zero
    private float Ligaments(float u, float v)
    {
        var bend = 6 * noise.Smooth(u / 19, v / 19, 31);
        var strand = MathF.Abs(noise.Smooth((u + bend) / 12, (v - bend) / 15, 33));
        var finer = MathF.Abs(noise.Smooth((u - bend) / 7, (v + bend) / 9, 34));
        return (0.045f * MathF.Max(0, 1 - (strand * 8))) + (0.05f * MathF.Max(0, 1 - (finer * 6))) + (0.07f * noise.Fractal(u / 5, v / 5, 35, 4));
    }

    private float Muscle(float u, float v, float rim)
    {
        if (!oblique) return 0;
        var edge = 44 - ((v + 76) * 0.46f) + (2 * MathF.Sin(v * 0.06f));
        if (u > edge || v > 30 || rim < -60) return 0;
        var soft = MathF.Min(1, (edge - u) / 2.5f);
        return soft * (0.66f + (0.06f * noise.Smooth((u + v) / 5, (u - v) / 30, 41)));
    }

    private float Findings(float u, float v)
    {
        if (mass <= 0) return 0;
        float x = u - (_depth * 0.55f), y = v - (_sag - 20), angle = MathF.Atan2(y, x), distance = MathF.Sqrt((x * x) + (y * y));
        var reach = mass * (1 + (0.5f * noise.Fractal(x / 7, y / 7, 51, 3)));
        var lump = Math.Clamp((reach - distance) / 4, 0, 1) * (0.24f + (0.08f * noise.Fractal(x / 3, y / 3, 52, 3)));
        var spicules = MathF.Max(0, noise.Smooth(angle * 7, 2, 53) - 0.2f) * Math.Clamp((mass * 2.6f - distance) / mass, 0, 1) * Math.Clamp(distance / mass, 0, 1) * 0.24f;
        return lump + spicules + Calcified(x - 9, y - 7);
    }

    private float Calcified(float x, float y)
    {
        float brightest = 0;
        for (var i = 0; i < Calcifications; i++)
        {
            float dx = x - (4.5f * noise.Gaussian(i, 61)), dy = y - (4.5f * noise.Gaussian(i, 62)), size = noise.Between(0.12f, 0.38f, i, 63);
            brightest = MathF.Max(brightest, Math.Clamp((size - MathF.Sqrt((dx * dx) + (dy * dy))) / 0.12f, 0, 1));
        }
        return 0.45f * brightest;
    }

    private static float Hump(float x, float y, float rx, float ry) => MathF.Exp(-((x / rx * (x / rx)) + (y / ry * (y / ry))));
}
