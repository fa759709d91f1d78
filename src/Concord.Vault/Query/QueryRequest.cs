using Concord.Dicom.DataElements;

namespace Concord.Vault.Query;

/// <summary>One query.</summary>
/// <param name="Keys">Matching keys with their values, return keys with none (PS3.4 §C.2.2.2); nested for sequences. All keys of any level may be present.</param>
public sealed record QueryRequest(QueryLevel Level, DataSet Keys)
{
    /// <summary>Most results; the page ends there.</summary>
    public int? Limit { get; init; }

    public int Offset { get; init; }

    /// <summary>The answer's order; newest study first, then by UID, when it is empty. Not for instances, which come as they arrived.</summary>
    public IReadOnlyList<SortTerm> OrderBy { get; init; } = [];

    /// <summary>Only what lies behind the page that gave this (<see cref="QueryPage.Next"/>), in the same order.</summary>
    public string? After { get; init; }

    /// <summary>Fuzzy semantic matching of names (PS3.4 §C.2.2.2.1.1).</summary>
    public bool Fuzzy { get; init; }

    /// <summary>Return everything that the level knows (includefield=all).</summary>
    public bool AllFields { get; init; }
}
