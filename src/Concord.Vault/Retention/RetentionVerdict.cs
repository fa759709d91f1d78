namespace Concord.Vault.Retention;

/// <summary>How long a study is kept.</summary>
/// <param name="Rule">The rule with the longest retention; null when the study is kept for good.</param>
/// <param name="KeptThrough">Its last day; null when the study is kept for good.</param>
/// <param name="Basis">What the years were counted from in fact.</param>
/// <param name="Why">Why it is kept for good; "" when it is not.</param>
public sealed record RetentionVerdict(RetentionRule? Rule, DateOnly? KeptThrough, RetentionBasis Basis, string Why)
{
    /// <summary>Some series is of no rule.</summary>
    public static RetentionVerdict NoRule { get; } = new(null, null, default, "no rule");

    /// <summary>It is not known when the study last arrived: its rows are of an older version; a reindex tells.</summary>
    public static RetentionVerdict NoArrival { get; } = new(null, null, default, "arrival not known");

    /// <summary>Whether its time is over on a date.</summary>
    public bool IsExpired(DateOnly asOf) => KeptThrough < asOf;
}
