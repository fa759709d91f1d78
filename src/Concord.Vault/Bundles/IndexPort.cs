using Concord.Dicom.DataElements;
using Concord.Vault.Index;

namespace Concord.Vault.Bundles;

/// <summary>What bundles need of the index.</summary>
/// <param name="Enqueue">Hands over an event, durable before.</param>
/// <param name="FindBundles">Ids of the bundles of a study, or of one series of it, that the index knows, also those whose entries are all rejected.</param>
/// <param name="FindBundle">What the index knows of a bundle; null for one that it does not know, or that was replaced.</param>
/// <param name="FindHolder">The bundle that holds what a bundle held; null when nothing of it is left.</param>
/// <param name="HasRoom">False while nothing more may be acknowledged: the index cannot be written and enough waits for it.</param>
/// <param name="WaitUntilCaughtUp">Returns when everything handed over before is committed.</param>
internal sealed record IndexPort(
    Func<IndexEvent, CancellationToken, ValueTask> Enqueue,
    Func<Uid, Uid?, CancellationToken, Task<IReadOnlyList<long>>> FindBundles,
    Func<long, CancellationToken, Task<BundleRow?>> FindBundle,
    Func<long, CancellationToken, Task<long?>> FindHolder,
    Func<bool> HasRoom,
    Func<CancellationToken, Task> WaitUntilCaughtUp);
