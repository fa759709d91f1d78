namespace Concord.Imaging.Rendering;

/// <summary>A window: Window Center, Window Width and VOI LUT Function (PS3.3 §C.11.2.1.2).</summary>
/// <param name="Center">In units of the modality transformation's output.</param>
/// <param name="Width">In the same units.</param>
public readonly record struct VoiWindow(double Center, double Width, VoiFunction Function)
{
    /// <summary>Both are numbers, and the width is at least 1, or above 0 where the function allows that.</summary>
    public bool IsValid => double.IsFinite(Center) && double.IsFinite(Width) && (Function == VoiFunction.Linear ? Width >= 1 : Width > 0);

    /// <summary>The ramp over all values from <paramref name="low"/> (black) to <paramref name="high"/> (white).</summary>
    public static VoiWindow Spanning(double low, double high) => new((low + high) / 2, Math.Max(high - low, double.Epsilon), VoiFunction.LinearExact);

    /// <summary>Brightness of one step between black and white; null when it is no straight line, or a step from one to the other.</summary>
    public double? Slope => Function switch
    {
        VoiFunction.Linear when Width > 1 => 1 / (Width - 1),
        VoiFunction.LinearExact => 1 / Width,
        _ => null,
    };

    /// <summary>Brightness of a value, 0 to 1.</summary>
    public double Map(double value)
    {
        switch (Function)
        {
            case VoiFunction.Sigmoid: return 1 / (1 + Math.Exp(-4 * (value - Center) / Width));
            case VoiFunction.LinearExact:
                if (value <= Center - (Width / 2)) return 0;
                return value > Center + (Width / 2) ? 1 : ((value - Center) / Width) + 0.5;
            default:
                if (value <= Center - 0.5 - ((Width - 1) / 2)) return 0;
                return value > Center - 0.5 + ((Width - 1) / 2) ? 1 : ((value - (Center - 0.5)) / (Width - 1)) + 0.5;
        }
    }
}
