namespace Concord.Cli.Synth.Phantoms;

/// <summary>A whole-body bone scan from the front or the back: expected counts (mm; y 0 at the top of the head, x to the right of the picture).</summary>
internal static class BoneScanPhantom
{
    /// <summary>Length of a body, mm.</summary>
    public const float Height = 1760;

    /// <param name="view">Receives expected counts.</param>
    /// <param name="behind">Seen from the back.</param>
    /// <param name="spots">How many metastases.</param>
    public static void Draw(Plane view, Noise noise, bool behind, int spots)
    {
        DrawFlesh(view);
        DrawAxis(view, behind);
        for (var side = -1; side <= 1; side += 2) DrawLimbs(view, side, behind);
        DrawRibs(view, behind);
        if (behind) DrawKidneys(view);
        view.AddEllipsoid(0, 905, 38, 30, 20, behind ? 0.6f : 2.2f);                    // bladder
        for (var spot = 0; spot < spots; spot++)
        {
            var (x, y) = SpotAt(noise, spot);
            view.AddEllipsoid(behind ? -x : x, y, 15, 13, noise.Between(10, 22, spot, 3), 2.6f);
        }
        view.Blur(Math.Max(1, (int)MathF.Round(6 / view.XSpacing)));
    }

    private static void DrawFlesh(Plane view)
    {
        const float Faint = 0.045f;
        view.AddEllipsoid(0, 110, 82, 118, 70, Faint);
        view.AddEllipsoid(0, 520, 175, 330, 95, Faint);
        view.AddEllipsoid(0, 850, 180, 160, 95, Faint);
        for (var side = -1; side <= 1; side += 2)
        {
            view.AddBar(side * 95, 900, 78, side * 80, 1320, 52, Faint);
            view.AddBar(side * 80, 1320, 52, side * 75, 1700, 34, Faint);
            view.AddBar(side * 190, 340, 42, side * 205, 900, 30, Faint);
        }
    }

    private static void DrawAxis(Plane view, bool behind)
    {
        view.AddEllipsoid(0, 85, 74, 88, 40, 0.34f);
        view.AddEllipsoid(0, 85, 66, 80, 30, -0.20f);
        view.AddEllipsoid(0, 175, 46, 34, 24, 0.5f);
        var strength = behind ? 1.25f : 0.7f;
        for (var body = 0; body < 24; body++)
        {
            var size = 13 + (body * 0.5f);
            view.AddEllipsoid(0, 215 + (body * 24.5f), size, 10.5f, 15, strength * (body < 7 ? 0.7f : 1));
        }
        if (!behind) view.AddBar(0, 345, 17, 0, 520, 13, 0.62f);                       // breastbone
        view.AddEllipsoid(0, 850, 48, 55, 24, behind ? 1.25f : 0.6f);                  // sacrum
    }

    private static void DrawLimbs(Plane view, int side, bool behind)
    {
        view.AddBar(side * 22, 318, 8, side * 165, 302, 9, behind ? 0.25f : 0.7f);      // collar bone
        view.AddEllipsoid(side * 118, 395, 44, 74, 9, behind ? 1.1f : 0.45f, side * 0.25f);
        view.AddEllipsoid(side * 185, 325, 29, 29, 22, 1.1f);
        view.AddBar(side * 190, 345, 13, side * 198, 600, 12, 0.55f);
        view.AddEllipsoid(side * 200, 618, 24, 18, 15, 1.0f);
        view.AddBar(side * 195, 630, 9, side * 202, 850, 8, 0.5f);
        view.AddBar(side * 207, 630, 9, side * 213, 850, 8, 0.5f);
        view.AddEllipsoid(side * 209, 878, 20, 20, 11, 0.9f);
        view.AddBar(side * 210, 890, 20, side * 212, 960, 17, 0.18f);
        view.AddEllipsoid(side * 92, 815, 66, 62, 13, behind ? 1.15f : 0.8f, side * -0.5f);   // ilium
        view.AddEllipsoid(side * 60, 930, 46, 34, 12, 0.8f);
        view.AddEllipsoid(side * 122, 912, 28, 28, 24, 1.15f);
        view.AddBar(side * 128, 930, 19, side * 88, 1300, 17, 0.48f);
        view.AddEllipsoid(side * 86, 1318, 40, 30, 24, 0.95f);
        view.AddEllipsoid(side * 84, 1352, 36, 22, 20, 0.95f);
        view.AddBar(side * 80, 1365, 18, side * 74, 1660, 12, 0.5f);
        view.AddBar(side * 104, 1370, 7, side * 92, 1660, 7, 0.4f);
        view.AddEllipsoid(side * 76, 1682, 27, 20, 17, 1.0f);
        view.AddBar(side * 78, 1700, 22, side * 92, 1745, 24, 0.35f);
    }

    private static void DrawRibs(Plane view, bool behind)
    {
        for (var side = -1; side <= 1; side += 2)
        {
            for (var rib = 0; rib < 11; rib++)
            {
                float top = 322 + (rib * 26), wide = 92 + (MathF.Sin((rib + 1) / 12f * MathF.PI) * 62), drop = behind ? 46 : 66;
                float px = side * 14, py = top;
                for (var step = 1; step <= 8; step++)
                {
                    var turn = step / 8f * 1.55f;
                    float x = side * (14 + (wide * MathF.Sin(turn))), y = top + (drop * (1 - MathF.Cos(turn)));
                    view.AddBar(px, py, 5.5f, x, y, 5.5f, behind ? 0.75f : 0.62f);
                    (px, py) = (x, y);
                }
            }
        }
    }

    private static void DrawKidneys(Plane view)
    {
        view.AddEllipsoid(-62, 655, 28, 48, 20, 0.75f, 0.2f);
        view.AddEllipsoid(62, 645, 28, 48, 20, 0.75f, -0.2f);
    }

    private static (float X, float Y) SpotAt(Noise noise, int spot) => (spot % 4) switch
    {
        0 => (noise.Between(-10, 10, spot, 1), noise.Between(420, 740, spot, 2)),
        1 => (noise.Between(60, 130, spot, 1), noise.Between(400, 560, spot, 2)),
        2 => (noise.Between(-130, -70, spot, 1), noise.Between(780, 850, spot, 2)),
        _ => (noise.Between(105, 125, spot, 1), noise.Between(960, 1080, spot, 2)),
    };
}
