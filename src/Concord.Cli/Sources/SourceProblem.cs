namespace Concord.Cli.Sources;

/// <summary>Something that was asked for and cannot be had.</summary>
internal sealed record SourceProblem(string Label, string Message);
