namespace Concord.Cli.Synth.Phantoms;

/// <summary>Through which eyes a phantom is seen.</summary>
internal enum Appearance
{
    /// <summary>CT numbers.</summary>
    Native,

    /// <summary>CT numbers with contrast medium in the vessels.</summary>
    Contrast,

    /// <summary>Tracer uptake, SUV.</summary>
    Tracer,
}
