using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Network;
using Concord.Network.ServiceClasses;
using Concord.Server.Settings;
using Concord.Vault.Changes;
using Concord.Vault.Commitment;

namespace Concord.Server.Commitment;

/// <summary>Makes the report of a request from what the vault vouches for; gives late objects some time.</summary>
internal sealed class CommitmentReports(CommitmentCheck check, ChangeFeed feed, NetworkOptions network, CommitmentOptions options, TimeProvider time)
{
    /// <summary>What is missing is not looked for more often.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    /// <exception cref="TimeoutException">The index did not catch up.</exception>
    public async Task<CommitmentReport> Make(CommitmentTransaction transaction, CancellationToken cancel)
    {
        if (transaction.IsDuplicate)
            return ReportOf(transaction, [.. transaction.References.Select(reference => Failed(reference, CommitmentFailure.DuplicateTransactionUid))], []);
        var states = await StatesOf(transaction, cancel);
        var failed = new List<FailedCommitment>();
        var committed = new List<SopReference>();
        foreach (var (reference, state) in transaction.References.Zip(states))
        {
            if (state == CommitmentState.Kept) committed.Add(new(reference.SopClass, reference.SopInstance));
            else failed.Add(Failed(reference, ReasonOf(state, reference.SopClass)));
        }
        return ReportOf(transaction, failed, committed);
    }

    /// <summary>Looks again for what is missing whenever something was stored, until all is there or the time for it is over.</summary>
    private async Task<CommitmentState[]> StatesOf(CommitmentTransaction transaction, CancellationToken cancel)
    {
        var until = transaction.At + TimeSpan.FromSeconds(options.MissingSeconds);
        var seen = feed.LastNumber;
        CommitmentState[] states = [.. await check.Check(transaction.References, cancel)];
        while (states.Contains(CommitmentState.Missing) && until - time.GetUtcNow() is { Ticks: > 0 } left)
        {
            if ((await feed.ReadOrWait(seen, 1, left, cancel)).Count == 0) continue;
            await Task.Delay(LookEvery, time, cancel);
            seen = feed.LastNumber;
            int[] missing = [.. Enumerable.Range(0, states.Length).Where(i => states[i] == CommitmentState.Missing)];
            var found = await check.Check([.. missing.Select(i => transaction.References[i])], cancel);
            for (var i = 0; i < missing.Length; i++) states[missing[i]] = found[i];
        }
        return states;
    }

    private CommitmentReport ReportOf(CommitmentTransaction transaction, IReadOnlyList<FailedCommitment> failed, IReadOnlyList<SopReference> committed) =>
        new(transaction.TransactionUid, committed, failed) { RetrieveAeTitle = network.AeTitle };

    private static FailedCommitment Failed((Uid SopClass, Uid SopInstance) reference, ushort reason) => new(new(reference.SopClass, reference.SopInstance), reason);

    private ushort ReasonOf(CommitmentState state, Uid sopClass) => state switch
    {
        CommitmentState.OtherClass => CommitmentFailure.ClassInstanceConflict,
        CommitmentState.Missing when !network.AcceptUnknownSopClasses && StorageSopClasses.IodOf(sopClass) is null => CommitmentFailure.ReferencedSopClassNotSupported,
        CommitmentState.Missing => CommitmentFailure.NoSuchObjectInstance,
        _ => CommitmentFailure.ProcessingFailure,
    };
}
