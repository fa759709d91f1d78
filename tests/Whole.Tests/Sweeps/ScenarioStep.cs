namespace Whole.Tests.Sweeps;

/// <summary>One step: send a file (in chunks, repeated), wait for a PDU, or close (fin, rst); zero and null mean not given.</summary>
internal sealed record ScenarioStep(string? Send, string? Wait, string? Close, int Repeat, int Chunk, int DelayMs);
