namespace Whole.Tests.Harness.Wire;

/// <summary>A presentation context to propose; <paramref name="AsScp"/> asks for the SCP role (C-GET sub-operations).</summary>
internal sealed record WireContext(string AbstractSyntax, string[] TransferSyntaxes, bool AsScp = false);
