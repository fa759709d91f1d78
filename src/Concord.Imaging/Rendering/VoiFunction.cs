namespace Concord.Imaging.Rendering;

/// <summary>What a window's center and width mean: VOI LUT Function (PS3.3 §C.11.2.1.2, §C.11.2.1.3).</summary>
public enum VoiFunction
{
    /// <summary>LINEAR, the default: a ramp whose width counts values, of integers.</summary>
    Linear,

    /// <summary>LINEAR_EXACT: a ramp from center - width/2 to center + width/2.</summary>
    LinearExact,

    /// <summary>SIGMOID: 1 / (1 + e^(-4 (x - center) / width)).</summary>
    Sigmoid,
}
