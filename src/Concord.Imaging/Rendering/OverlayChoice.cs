namespace Concord.Imaging.Rendering;

/// <summary>Which overlay planes of an object are burned into its picture.</summary>
public enum OverlayChoice
{
    /// <summary>Those of Overlay Type G: graphics. What people see elsewhere when they open the object.</summary>
    Graphics = 0,

    /// <summary>Regions of interest too (Overlay Type R).</summary>
    All,

    None,
}
