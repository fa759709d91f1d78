namespace Concord.Cli.Synth;

/// <summary>How big studies are made.</summary>
internal enum SynthScale
{
    /// <summary>As the machine would: what is looked at.</summary>
    Full,

    /// <summary>A few small images: what tests send about.</summary>
    Small,
}
