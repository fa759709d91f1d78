using Concord.Vault.Index;

namespace Concord.Vault.Bundles;

/// <summary>What bundles need of the index.</summary>
/// <param name="Enqueue">Hands over an event, durable before.</param>
/// <param name="FindSealed">Ids of the sealed bundles of a series that the index knows.</param>
/// <param name="WaitUntilCaughtUp">Returns when everything handed over before is committed.</param>
internal sealed record IndexPort(
    Func<IndexEvent, CancellationToken, ValueTask> Enqueue,
    Func<SeriesKey, CancellationToken, Task<IReadOnlyList<long>>> FindSealed,
    Func<CancellationToken, Task> WaitUntilCaughtUp);
