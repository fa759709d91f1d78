namespace Concord.Cli.Synth.Phantoms;

/// <summary>A straight piece of tube in patient coordinates (mm), its radius changing from end to end.</summary>
internal readonly record struct Vessel(Point3 From, float FromRadius, Point3 To, float ToRadius, Tissue Tissue)
{
    private const float NearlyLevel = 0.1f;

    /// <summary>Paints the section at <paramref name="z"/>.</summary>
    public void Paint(Plane plane, float z, Appearance appearance)
    {
        float reach = MathF.Max(FromRadius, ToRadius), low = MathF.Min(From.Z, To.Z), high = MathF.Max(From.Z, To.Z);
        if (z <= low - reach || z >= high + reach) return;
        var (start, end, radius) = Section(z);
        if (radius <= 0) return;
        plane.Capsule(X(start), Y(start), radius, X(end), Y(end), radius, Tissue.Value(appearance));
    }

    // an oblique cut through a tube is an ellipse: a short capsule along the way the tube leans
    private (float Start, float End, float Radius) Section(float z)
    {
        float dx = To.X - From.X, dy = To.Y - From.Y, rise = To.Z - From.Z;
        float level = MathF.Sqrt((dx * dx) + (dy * dy)), length = MathF.Sqrt((level * level) + (rise * rise)), steepness = MathF.Abs(rise) / length;
        if (steepness < NearlyLevel) return (0, 1, Cut((FromRadius + ToRadius) / 2, z - ((From.Z + To.Z) / 2)));
        float at = (z - From.Z) / rise, on = Math.Clamp(at, 0, 1), radius = FromRadius + ((ToRadius - FromRadius) * on);
        var lean = level < 1e-3f ? 0 : ((radius / steepness) - radius) / level;
        return (Math.Clamp(at - lean, 0, 1), Math.Clamp(at + lean, 0, 1), Cut(radius, (at - on) * rise));
    }

    private static float Cut(float radius, float away) => MathF.Sqrt(MathF.Max(0, (radius * radius) - (away * away)));

    private float X(float along) => From.X + ((To.X - From.X) * along);

    private float Y(float along) => From.Y + ((To.Y - From.Y) * along);
}
