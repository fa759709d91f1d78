namespace Concord.Vault.Index;

/// <summary>Sorted runs of the locator. What lies in <c>locator</c> is moved on as rows come.</summary>
internal static class SchemaVersion8
{
    public static IReadOnlyList<string> Statements { get; } = [.. LocatorTables.Statements()];
}
