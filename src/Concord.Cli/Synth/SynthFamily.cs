namespace Concord.Cli.Synth;

/// <summary>A kind of equipment and what it makes of a study.</summary>
/// <param name="Name">As it is asked for: the modality's code.</param>
/// <param name="Instances">Lists the images of a study; nothing is drawn before an image's turn.</param>
internal sealed record SynthFamily(string Name, Func<SynthStudy, IEnumerable<SynthInstance>> Instances);
