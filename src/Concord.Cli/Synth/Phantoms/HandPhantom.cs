namespace Concord.Cli.Synth.Phantoms;

/// <summary>A left hand laid flat, seen from the back: bones as hollow bars in soft tissue, millimetres of water.</summary>
internal static class HandPhantom
{
    private const float Cortex = 1.9f, Hollow = -1.15f, Flesh = 0.8f;

    // where each ray starts and ends, how far its finger leans (degrees), how long its bones are
    private static readonly (float X, float Y, float KnuckleX, float KnuckleY, float Lean, float[] Bones)[] Rays =
    [
        (-25, 74, -47, 42, -38, [32, 23]),
        (-14, 66, -23, 4, -11, [41, 24, 17]),
        (-4, 64, -4, 0, -2, [45, 29, 18]),
        (7, 66, 15, 6, 6, [42, 27, 18]),
        (16, 70, 32, 17, 16, [33, 19, 16]),
    ];

    private static readonly (float X, float Y, float Rx, float Ry)[] Wrist =
    [
        (-21, 82, 7.5f, 7), (-11, 80, 5.5f, 6.5f), (-1, 80, 7.5f, 9), (11, 81, 7.5f, 8.5f),
        (-14, 93, 7, 9), (0, 94, 7, 7), (11, 94, 6, 6.5f), (17, 91, 4.5f, 5),
    ];

    public static void Draw(Plane view)
    {
        view.Warp(static y => 0.8f * MathF.Sin(y * 0.09f), static x => 0.7f * MathF.Sin(x * 0.11f));
        DrawFlesh(view);
        var bones = new Plane(view.Columns, view.Rows, view.Left, view.Top, view.XSpacing, view.YSpacing);
        DrawBones(bones);
        for (var i = 0; i < view.Values.Length; i++) view.Values[i] += MathF.Max(0, bones.Values[i]);
    }

    private static void DrawBones(Plane view)
    {
        foreach (var ray in Rays)
        {
            Bone(view, ray.X, ray.Y, ray.KnuckleX, ray.KnuckleY, 4.1f, 6.2f);
            foreach (var (x0, y0, x1, y1, index) in Phalanges(ray)) Bone(view, x0, y0, x1, y1, 3.7f - (0.7f * index), 5.4f - (0.8f * index));
        }
        foreach (var (x, y, rx, ry) in Wrist)
        {
            view.AddEllipsoid(x, y, rx, ry, 6.5f, 1.0f);
            view.AddEllipsoid(x, y, rx - 1.4f, ry - 1.4f, 5f, -0.45f);
        }
        Bone(view, -12, 108, -17, 190, 8.5f, 13);
        Bone(view, 17, 110, 19, 190, 6.2f, 7.5f);
    }

    private static void DrawFlesh(Plane view)
    {
        foreach (var ray in Rays)
        {
            view.AddBar(ray.X, ray.Y, 13, ray.KnuckleX, ray.KnuckleY, 11, Flesh, merge: true);
            foreach (var (x0, y0, x1, y1, index) in Phalanges(ray))
                view.AddBar(x0, y0, 10.5f - (1.3f * index), x1, y1, 9.2f - (1.3f * index), Flesh, merge: true);
        }
        view.AddBar(2, 40, 26, -2, 84, 24, Flesh * 0.55f, merge: true);
        view.AddBar(0, 90, 24, 1, 190, 27, Flesh * 0.6f, merge: true);
        view.Blur(3);
    }

    private static IEnumerable<(float X0, float Y0, float X1, float Y1, int Index)> Phalanges((float X, float Y, float KnuckleX, float KnuckleY, float Lean, float[] Bones) ray)
    {
        float x = ray.KnuckleX, y = ray.KnuckleY, lean = ray.Lean * MathF.PI / 180;
        for (var i = 0; i < ray.Bones.Length; i++)
        {
            float ex = x + (ray.Bones[i] * MathF.Sin(lean)), ey = y - (ray.Bones[i] * MathF.Cos(lean));
            yield return (x, y, ex, ey, i);
            (x, y) = (ex, ey);
        }
    }

    // a shaft with a marrow cavity between two knobby ends, a joint gap left at both
    private static void Bone(Plane view, float x0, float y0, float x1, float y1, float shaft, float head)
    {
        float dx = x1 - x0, dy = y1 - y0, length = MathF.Sqrt((dx * dx) + (dy * dy)), ux = dx / length, uy = dy / length;
        float inset = head * 0.75f, ax = x0 + (ux * inset), ay = y0 + (uy * inset), bx = x1 - (ux * inset), by = y1 - (uy * inset);
        float mx = (ax + bx) / 2, my = (ay + by) / 2, angle = MathF.Atan2(uy, ux);
        view.AddBar(ax, ay, head * 0.8f, mx, my, shaft, Cortex * 0.5f, merge: true);
        view.AddBar(mx, my, shaft, bx, by, head * 0.78f, Cortex * 0.5f, merge: true);
        view.AddBar(ax + (ux * head), ay + (uy * head), shaft * 0.5f, bx - (ux * head), by - (uy * head), shaft * 0.5f, Hollow * 0.6f);
        view.AddEllipsoid(ax, ay, head * 0.72f, head, head * 0.22f, 0.5f, angle);
        view.AddEllipsoid(bx, by, head * 0.72f, head * 0.95f, head * 0.22f, 0.5f, angle);
    }
}
