using System.Globalization;

namespace Concord.Vault.Index;

/// <summary>The tables that locator rows lie in: <c>locator</c>, where they come in, and sorted runs, in levels of slots. A row is in exactly one of them.</summary>
/// <remarks>The numbers are part of the schema: they never change.</remarks>
internal static class LocatorTables
{
    /// <summary>A slot of a level holds eight times as many rows as one of the level below; the last level's some hundred million.</summary>
    public const int Levels = 5;

    /// <summary>Eight that are full are merged into one of the next level, while others fill.</summary>
    public const int Slots = 12;

    private const string Columns = "uid_hash, arrival, bundle_id, series_key, class_key, bytes";

    /// <summary>Where rows come in.</summary>
    public const string Incoming = "locator";

    /// <summary>All rows, wherever they lie.</summary>
    public const string All = "locator_all";

    /// <summary>For the migration.</summary>
    public static IEnumerable<string> Statements()
    {
        foreach (var (level, slot) in Places())
            yield return $"CREATE TABLE {NameOf(level, slot)} (uid_hash INTEGER NOT NULL, arrival INTEGER NOT NULL, bundle_id INTEGER NOT NULL, series_key INTEGER NOT NULL, class_key INTEGER NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (uid_hash, arrival)) {{clustered}}";

        // state: 0 free, 1 being filled, 2 full, 3 being merged into another
        yield return "CREATE TABLE locator_slot (level INTEGER NOT NULL, slot INTEGER NOT NULL, state INTEGER NOT NULL, row_count INTEGER NOT NULL, PRIMARY KEY (level, slot)) {clustered}";

        // level: of what is merged, -1 for where rows come in; next_hash: the lowest hash that is still to be moved; total: rows when it began
        yield return "CREATE TABLE locator_merge (level INTEGER NOT NULL PRIMARY KEY, into_level INTEGER NOT NULL, into_slot INTEGER NOT NULL, next_hash INTEGER NOT NULL, total INTEGER NOT NULL) {table}";
        yield return $"CREATE VIEW {All} AS {Union(Places().Select(place => NameOf(place.Level, place.Slot)).Prepend(Incoming))}";
    }

    public static string NameOf(int level, int slot) => string.Create(CultureInfo.InvariantCulture, $"locator_{level}_{slot}");

    /// <summary>The rows of some tables.</summary>
    /// <param name="condition">Of each table, as <c> WHERE …</c>.</param>
    public static string Union(IEnumerable<string> tables, string condition = "") => string.Join(" UNION ALL ", tables.Select(table => $"SELECT {Columns} FROM {table}{condition}"));

    private static IEnumerable<(int Level, int Slot)> Places()
    {
        for (var level = 0; level < Levels; level++)
            for (var slot = 0; slot < Slots; slot++) yield return (level, slot);
    }
}
