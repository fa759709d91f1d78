namespace Concord.Imaging.Volumes;

/// <summary>What becomes of the values through the thickness of a slab.</summary>
public enum SlabMode
{
    Mean,

    /// <summary>The largest: maximum intensity projection.</summary>
    Maximum,

    Minimum,
}
