namespace Concord.Imaging.Volumes;

/// <summary>What is not as a stack of slices should be.</summary>
public abstract record VolumeFinding
{
    private VolumeFinding()
    {
    }

    /// <summary>Slices are missing.</summary>
    /// <param name="After">The slice before the gap, from 0.</param>
    /// <param name="Missing">How many would fit.</param>
    public sealed record Gap(int After, int Missing) : VolumeFinding;

    /// <summary>Distances differ, though no slice is missing.</summary>
    /// <param name="Least">mm.</param>
    /// <param name="Most">mm.</param>
    public sealed record UnevenSpacing(double Least, double Most) : VolumeFinding;

    /// <summary>The stack leans: slices are not stacked along their normal, as with a tilted gantry.</summary>
    public sealed record Tilt(double Degrees) : VolumeFinding;

    /// <summary>The slices' first pixels are not on one line.</summary>
    /// <param name="Most">Largest distance from it, mm.</param>
    public sealed record Shifted(double Most) : VolumeFinding;

    /// <summary>Several frames lie at places where others have one: each but the first is left out.</summary>
    public sealed record Duplicates(int Frames) : VolumeFinding;
}
