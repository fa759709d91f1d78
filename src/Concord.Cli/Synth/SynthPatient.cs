namespace Concord.Cli.Synth;

/// <summary>A person who never lived.</summary>
/// <param name="Name">Component groups as they stand in Patient's Name (PS3.5 §6.2.1).</param>
/// <param name="CharacterSet">Specific Character Set of everything about this person.</param>
/// <param name="SizeMetres">Patient's Size, m.</param>
/// <param name="WeightKilograms">Patient's Weight, kg.</param>
internal sealed record SynthPatient(
    string Id, string Name, string Sex, DateOnly Birth, string CharacterSet, double SizeMetres, double WeightKilograms, string Physician, string Institution);
