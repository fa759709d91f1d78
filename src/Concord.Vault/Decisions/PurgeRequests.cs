using Concord.Vault.Index;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Decisions;

/// <summary>The requests to purge that are neither refused nor carried out. Any number of threads.</summary>
internal sealed class PurgeRequests
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, PurgeRequest> _open = [];
    private readonly HashSet<long> _underWay = [];

    /// <summary>Raised when one is approved.</summary>
    public CommitSignal Approved { get; } = new();

    /// <summary>A fact about requests, in the order of the log.</summary>
    public void Take(Fact fact)
    {
        lock (_lock)
        {
            switch (fact)
            {
                case { Kind: Fact.PurgeRequestedKind, Decision.Entries: not null }:
                    _open.TryAdd(fact.Number, new(fact));
                    break;
                case { Kind: Fact.PurgeApprovedKind, Decision: { } answer } when _open.TryGetValue(answer.Answers, out var request):
                    _open[answer.Answers] = request with { Approval = fact };
                    break;
                case { Kind: Fact.PurgeRefusedKind or Fact.CertifiedKind, Decision: { } answer }:
                    _open.Remove(answer.Answers);
                    break;
                case { Kind: Fact.PurgedKind, Replaced: { } replaced }:
                    foreach (var request in _open.Values.Where(request => request.Approval is not null && request.Explains(replaced)).ToList())
                        _open[request.Fact.Number] = request with { Purged = [.. request.Purged, fact] };
                    break;
            }
        }
        if (fact.Kind == Fact.PurgeApprovedKind) Approved.Raise();
    }

    public PurgeRequest? Find(long number)
    {
        lock (_lock) return _open.GetValueOrDefault(number);
    }

    /// <summary>The requests that are to be carried out, oldest first.</summary>
    public IReadOnlyList<PurgeRequest> ListApproved()
    {
        lock (_lock) return [.. _open.Values.Where(request => request.Approval is not null)];
    }

    /// <summary>An open request names the arrival.</summary>
    public bool Names(long arrivalNumber)
    {
        lock (_lock) return _open.Values.Any(request => request.Names(arrivalNumber));
    }

    /// <summary>From here on it can be refused no more, until <see cref="PutOff"/>. False when it is no longer open.</summary>
    public bool Begin(long number)
    {
        lock (_lock) return _open.ContainsKey(number) && _underWay.Add(number);
    }

    public void PutOff(long number)
    {
        lock (_lock) _underWay.Remove(number);
    }

    public bool IsUnderWay(long number)
    {
        lock (_lock) return _underWay.Contains(number) || _open.GetValueOrDefault(number)?.Purged.Count > 0;
    }
}
