namespace Concord.Imaging.Captions;

/// <summary>What is written into a picture (PS3.18 §8.3.5.1.1).</summary>
[Flags]
public enum CaptionKinds
{
    None = 0,

    /// <summary>Patient and study.</summary>
    Patient = 1,

    /// <summary>How the image was made.</summary>
    Technique = 2,
}
