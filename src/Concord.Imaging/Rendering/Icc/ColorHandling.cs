namespace Concord.Imaging.Rendering.Icc;

/// <summary>What becomes of an object's colour profile: parameter iccprofile of rendered resources (PS3.18 §8.3.5.1.5).</summary>
public enum ColorHandling
{
    /// <summary>no: colours as they are stored, no profile in the file.</summary>
    None = 0,

    /// <summary>yes: colours as they are stored, with their profile.</summary>
    Embed,

    /// <summary>srgb: colours turned into sRGB, with its profile.</summary>
    Srgb,
}
