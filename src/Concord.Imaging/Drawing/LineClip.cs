namespace Concord.Imaging.Drawing;

/// <summary>Cuts lines to a rectangle (Liang and Barsky), so that drawing costs what can be seen.</summary>
internal static class LineClip
{
    /// <returns>False when nothing of the line is inside, or its ends are no numbers.</returns>
    public static bool TryCut(ref PointD from, ref PointD to, double left, double top, double right, double bottom)
    {
        if (!from.IsFinite || !to.IsFinite) return false;
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        if (!double.IsFinite(dx) || !double.IsFinite(dy)) return false;
        var (enter, leave) = (0.0, 1.0);
        if (!Cut(-dx, from.X - left, ref enter, ref leave) || !Cut(dx, right - from.X, ref enter, ref leave)
            || !Cut(-dy, from.Y - top, ref enter, ref leave) || !Cut(dy, bottom - from.Y, ref enter, ref leave)) return false;
        var start = from;
        from = new(start.X + (enter * dx), start.Y + (enter * dy));
        to = new(start.X + (leave * dx), start.Y + (leave * dy));
        return true;
    }

    private static bool Cut(double direction, double distance, ref double enter, ref double leave)
    {
        if (direction == 0) return distance >= 0;
        var at = distance / direction;
        if (direction < 0) enter = Math.Max(enter, at);
        else leave = Math.Min(leave, at);
        return enter <= leave;
    }
}
