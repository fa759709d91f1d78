using Concord.Dicom.DataElements;

namespace Concord.Cli.Synth;

/// <summary>What all images of a synthetic series share.</summary>
/// <param name="Station">The machine's Model Name.</param>
internal sealed record SynthSeries(int Number, string Modality, Uid SopClass, string Description, string BodyPart, string Station)
{
    /// <summary>Minutes from the study's start.</summary>
    public int StartMinutes { get; init; } = 2;

    /// <summary>Images with a place in space name their frame of reference (PS3.3 §C.7.4.1).</summary>
    public Uid? FrameOfReference { get; init; }

    /// <summary>Patient Position, "" where it says nothing (PS3.3 §C.7.3.1.1.2).</summary>
    public string PatientPosition { get; init; } = "";
}
