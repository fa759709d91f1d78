using Concord.Dicom.DataElements;

namespace Concord.Cli.Synth;

/// <summary>One image to be made: where it goes, and how it is made when its turn comes.</summary>
/// <param name="Path">Below the study's folder.</param>
/// <param name="Make">Pure: the same data set every time, on any thread.</param>
internal sealed record SynthInstance(string Path, Func<DataSet> Make);
