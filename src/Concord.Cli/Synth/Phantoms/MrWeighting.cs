namespace Concord.Cli.Synth.Phantoms;

/// <summary>What an MR sequence brings out.</summary>
internal enum MrWeighting
{
    /// <summary>Fat bright, fluid dark.</summary>
    T1,

    /// <summary>Fluid bright.</summary>
    T2,

    /// <summary>Fluid nulled, lesions bright.</summary>
    Flair,
}
