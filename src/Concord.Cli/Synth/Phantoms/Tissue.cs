namespace Concord.Cli.Synth.Phantoms;

/// <summary>What one organ looks like to each kind of machine.</summary>
/// <param name="Hounsfield">CT number without contrast medium.</param>
/// <param name="Enhancement">Added to the CT number when contrast medium was given.</param>
/// <param name="Uptake">Standardized uptake value of the tracer.</param>
internal readonly record struct Tissue(float Hounsfield, float Enhancement, float Uptake)
{
    public float Value(Appearance appearance) => appearance switch
    {
        Appearance.Contrast => Hounsfield + Enhancement,
        Appearance.Tracer => Uptake,
        _ => Hounsfield,
    };
}
