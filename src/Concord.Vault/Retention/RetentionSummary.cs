namespace Concord.Vault.Retention;

/// <summary>What expires by a day, in all.</summary>
/// <param name="Looked">Studies in the index.</param>
/// <param name="NoRule">Old enough for some rule, and kept for good: of a series that no rule fits.</param>
/// <param name="NoArrival">Old enough, and kept until a reindex tells when they arrived.</param>
/// <param name="Totals">By rule, site and modalities; what is beyond <see cref="RetentionList.MaxTotals"/> is summed under the site and modalities <c>…</c>.</param>
public sealed record RetentionSummary(DateOnly AsOf, long Looked, long NoRule, long NoArrival, IReadOnlyList<RetentionTotal> Totals);
