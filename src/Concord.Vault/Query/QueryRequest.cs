using Concord.Dicom.DataElements;

namespace Concord.Vault.Query;

/// <summary>One query.</summary>
/// <param name="Keys">Matching keys with their values, return keys with none (PS3.4 §C.2.2.2); nested for sequences. All keys of any level may be present.</param>
public sealed record QueryRequest(QueryLevel Level, DataSet Keys)
{
    /// <summary>Most results; the page ends there.</summary>
    public int? Limit { get; init; }

    public int Offset { get; init; }

    /// <summary>Fuzzy semantic matching of names (PS3.4 §C.2.2.2.1.1).</summary>
    public bool Fuzzy { get; init; }

    /// <summary>Return everything that the level knows (includefield=all).</summary>
    public bool AllFields { get; init; }
}
