namespace Concord.Imaging.AtRest;

/// <summary>Why an object is kept as it came.</summary>
public enum AtRestRefusal
{
    /// <summary>Its transfer syntax is not one of the three native ones: it came compressed, or deflated.</summary>
    NotNative,

    /// <summary>No pixel data, or float pixels, or attributes that describe no image.</summary>
    NoImage,

    /// <summary>Not one sample a pixel of MONOCHROME1 or MONOCHROME2.</summary>
    NotGrayscale,

    /// <summary>Bits Allocated, Bits Stored or High Bit that the codec does not carry.</summary>
    Depth,

    /// <summary>The data set cannot be read whole, or has fewer frames than it says.</summary>
    Malformed,

    /// <summary>Overlays lie in the bits above Bits Stored (retired, PS3.3-2004 §C.9.2): who gets the compressed object would not see them.</summary>
    OverlayInPixels,

    /// <summary>The codec failed.</summary>
    Codec,

    /// <summary>It would not become smaller.</summary>
    NotSmaller,
}
