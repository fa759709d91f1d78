using Concord.Dicom.DataElements;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Decisions;

/// <summary>A request to purge that is neither refused nor carried out.</summary>
/// <param name="Fact">It; its entries are named where they were then.</param>
internal sealed record PurgeRequest(Fact Fact)
{
    private readonly HashSet<long> _arrivals = [.. Fact.Decision!.Entries!.Select(entry => entry.ArrivalNumber)];
    private readonly HashSet<(string Series, string Instance)> _instances = [.. Fact.Decision!.Entries!.Select(entry => (entry.Series, entry.Instance))];

    /// <summary>Who let it be done; null until then.</summary>
    public Fact? Approval { get; init; }

    /// <summary>Bytes that are gone for it: one fact a series.</summary>
    public IReadOnlyList<Fact> Purged { get; init; } = [];

    public Uid Study { get; } = Uid.Parse(Fact.Decision!.Study);

    public IEnumerable<(string Series, string Instance)> Instances => _instances;

    public bool Names(long arrivalNumber) => _arrivals.Contains(arrivalNumber);

    /// <summary>The bytes went for this request: those of an instance that it names, or what was kept aside under the UID of one.</summary>
    public bool Explains(ReplacedFact replaced) => string.Equals(replaced.Study, Fact.Decision!.Study, StringComparison.Ordinal)
        && replaced.Purged.Any(gone => Names(gone.ArrivalNumber) || _instances.Contains((replaced.Series, gone.Instance)));
}
