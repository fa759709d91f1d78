namespace Concord.Vault.Query;

/// <summary>What one query may cost.</summary>
internal static class QueryLimits
{
    /// <summary>Most values of one key: a list of UIDs.</summary>
    public const int MaxKeyValues = 4096;

    /// <summary>Most alternatives that are ranges or patterns; words of a fuzzy name too.</summary>
    public const int MaxAlternatives = 64;

    /// <summary>Most rows that are looked at because no column decides a key.</summary>
    public const int MaxCandidates = 200_000;

    /// <summary>Most results of one query.</summary>
    public const int MaxResults = 100_000;

    /// <summary>Most bundles opened for one query at IMAGE level.</summary>
    public const int MaxBundles = 2_000;

    /// <summary>Most instances read for one query at IMAGE level.</summary>
    public const int MaxInstances = 200_000;

    /// <summary>Rows read at a time; no statement is open while results travel.</summary>
    public const int RowsPerPage = 128;

    /// <summary>Longest run of one statement.</summary>
    public static readonly TimeSpan StatementLimit = TimeSpan.FromSeconds(15);
}
