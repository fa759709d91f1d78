namespace Whole.Tests.Harness.Wire;

/// <summary>What a C-GET brought, and its final response.</summary>
internal sealed record WireRetrieved(List<WireObject> Objects, WireMessage Final);
