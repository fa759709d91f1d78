using Concord.Cli.Synth.Phantoms;

namespace Concord.Cli.Synth.Families;

/// <summary>What stands on an ultrasound machine's screen: the sector with its speckle, flow in colour, scales and the ECG.</summary>
/// <param name="coarse">1 for 640x480, 5 for 128x96.</param>
internal sealed class EchoScreen(int coarse, Noise anatomy, Noise grain, bool colour)
{
    private const float MillimetresPerPixel = 0.36f, HalfAngle = 0.66f, Deepest = 148, FastestMetres = 0.8f;
    private readonly EchoPhantom _heart = new(anatomy);

    public int Coarse => coarse;

    public int Columns => 640 / coarse;

    public int Rows => 480 / coarse;

    /// <summary>Rows above the ECG.</summary>
    public int SectorRows => 440 / coarse;

    /// <summary>Row of the probe.</summary>
    public int Apex => 14 / coarse;

    public int FrameBytes => Columns * Rows * 3;

    /// <summary>Draws one frame: red, green, blue of each pixel.</summary>
    /// <param name="phase">0 to 1 through the beat.</param>
    public void Draw(float phase, int frame, Span<byte> rgb)
    {
        for (var row = 0; row < SectorRows; row++)
            for (var column = 0; column < Columns; column++) DrawPoint(column, row, phase, frame, rgb.Slice(((row * Columns) + column) * 3, 3));
        if (coarse > 1) return;
        DrawScales(rgb);
        DrawEcg(phase, rgb);
    }

    private void DrawPoint(int column, int row, float phase, int frame, Span<byte> pixel)
    {
        float x = (column - (Columns / 2f)) * MillimetresPerPixel * coarse, y = (row - Apex) * MillimetresPerPixel * coarse;
        float depth = MathF.Sqrt((x * x) + (y * y)), angle = MathF.Atan2(x, y);
        if (y <= 0 || depth is < 2 or > Deepest || MathF.Abs(angle) > HalfAngle) return;
        var (echo, flow) = _heart.At(x, y, phase);
        var near = MathF.Exp(-depth / 4.5f) * 0.7f;                                   // the probe's own ring-down
        var grey = Compress((echo * Speckle(depth, angle, frame) * Gain(depth, angle)) + near);
        if (colour && MathF.Abs(flow) > 0.07f && InBox(depth, angle)) Paint(flow, pixel);
        else pixel.Fill((byte)(grey * 255));
    }

    // scatterers interfere: fine along the beam, broad across it and broader with depth
    private float Speckle(float depth, float angle, int frame)
    {
        float along = depth / 0.62f, across = angle * 95, drift = frame * 0.35f;
        float real = grain.Smooth(along, across, drift) + (0.6f * grain.Smooth(along * 1.9f, across * 1.7f, drift + 50));
        float other = grain.Smooth(along + 500, across, drift) + (0.6f * grain.Smooth((along * 1.9f) + 500, across * 1.7f, drift + 90));
        return 1.9f * MathF.Sqrt((real * real) + (other * other));
    }

    private static float Gain(float depth, float angle) => MathF.Exp(-depth / 330) * (1 - (0.35f * MathF.Pow(MathF.Abs(angle) / HalfAngle, 4)));

    private static float Compress(float amplitude) => Math.Clamp(0.36f * MathF.Log(1 + (amplitude * 22)) / MathF.Log(4), 0, 1);

    private static bool InBox(float depth, float angle) => depth is > 34 and < 124 && angle is > -0.14f and < 0.42f;

    private static void Paint(float flow, Span<byte> pixel)
    {
        var speed = Math.Clamp(MathF.Abs(flow) / FastestMetres, 0, 1);
        var (strong, mixed) = ((byte)(120 + (135 * speed)), (byte)(210 * speed * speed));
        (pixel[0], pixel[1], pixel[2]) = flow > 0 ? (strong, mixed, (byte)0) : ((byte)0, mixed, strong);
    }

    private void DrawScales(Span<byte> rgb)
    {
        for (var row = 60; row < 380; row++)
        {
            Set(rgb, 18, row, 10, (byte)(255 - ((row - 60) * 255 / 320)));
            if (!colour) continue;
            var flow = (220 - row) / 160f * FastestMetres;
            for (var column = 608; column < 622; column++) Paint(MathF.Abs(flow) < 0.03f ? 0.001f : flow, rgb.Slice(((row * Columns) + column) * 3, 3));
        }
        for (var centimetres = 1; centimetres * 10 < Deepest; centimetres++)
            Set(rgb, 590, Apex + (int)(centimetres * 10 / MillimetresPerPixel), centimetres % 5 == 0 ? 10 : 5, 200);
    }

    private void Set(Span<byte> rgb, int column, int row, int width, byte grey)
    {
        if (row < SectorRows) rgb.Slice(((row * Columns) + column) * 3, width * 3).Fill(grey);
    }

    private void DrawEcg(float phase, Span<byte> rgb)
    {
        var before = Rows - 14;
        for (var column = 60; column < 580; column++)
        {
            var at = (column - 60) / 260f % 1;
            var row = Rows - 14 - (int)(26 * Ecg(at));
            for (var y = Math.Min(before, row); y <= Math.Max(before, row); y++) rgb[(((y * Columns) + column) * 3) + 1] = 230;
            before = row;
        }
        var cursor = 60 + (int)(phase * 260);
        for (var y = Rows - 38; y < Rows - 4; y++) rgb.Slice(((y * Columns) + cursor) * 3, 3).Fill(255);
    }

    private static float Ecg(float t) =>
        (0.15f * Wave(t, 0.86f, 0.03f)) - (0.12f * Wave(t, 0.975f, 0.008f)) + Wave(t, 0.005f, 0.01f) + Wave(t, 1.005f, 0.01f) - (0.2f * Wave(t, 0.03f, 0.01f)) + (0.28f * Wave(t, 0.33f, 0.05f));

    private static float Wave(float t, float centre, float width) => MathF.Exp(-((t - centre) / width * ((t - centre) / width)));
}
