namespace Concord.Server.Imaging.Programs;

/// <summary>What a program may take.</summary>
/// <param name="Seconds">Of time, and of processor time.</param>
/// <param name="MaxMemoryBytes">Of address space (RLIMIT_AS).</param>
/// <param name="MaxOutputBytes">On its standard output.</param>
internal sealed record ProgramLimits(int Seconds, long MaxMemoryBytes, int MaxOutputBytes);
