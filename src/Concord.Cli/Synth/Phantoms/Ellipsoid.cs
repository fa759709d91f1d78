namespace Concord.Cli.Synth.Phantoms;

/// <summary>A rounded body in patient coordinates (mm; x to the left, y to the back, z to the head).</summary>
/// <param name="Angle">Turned about z, radians.</param>
/// <param name="Boxiness">How box-like its axial section is, 0 to 1.</param>
/// <param name="Flatness">How much its ends are cut flat along z: 2 is a true ellipsoid, more is a drum.</param>
internal readonly record struct Ellipsoid(
    float X, float Y, float Z, float Rx, float Ry, float Rz, Tissue Tissue, float Angle = 0, float Boxiness = 0, float Flatness = 2, float Edge = 1.2f)
{
    /// <summary>Paints the section at <paramref name="z"/>.</summary>
    public void Paint(Plane plane, float z, Appearance appearance)
    {
        var height = MathF.Abs(z - Z) / Rz;
        if (height >= 1) return;
        var scale = MathF.Sqrt(1 - (Flatness == 2 ? height * height : MathF.Pow(height, Flatness)));
        plane.Ellipse(X, Y, Rx * scale, Ry * scale, Tissue.Value(appearance), Angle, Boxiness, Edge);
    }

    public bool Holds(float x, float y, float z, float margin)
    {
        float u = (x - X) / (Rx - margin), v = (y - Y) / (Ry - margin), w = (z - Z) / (Rz - margin);
        return (u * u) + (v * v) + (w * w) < 1;
    }
}
