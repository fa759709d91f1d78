using Concord.Network;
using Concord.Network.Dimse;
using Concord.Network.ServiceClasses;
using Concord.Server.Peers;
using Concord.Server.Settings;
using Concord.Vault.Commitment;

namespace Concord.Server.Commitment;

/// <summary>Goes after one request until its report was taken, or its bounds are over.</summary>
internal sealed class CommitmentFollower(
    CommitmentTransaction asked, CommitmentReports reports, CommitmentJournal journal, PeerDirectory peers, NetworkOptions network, CommitmentOptions options,
    SemaphoreSlim slots, TimeProvider time, ILogger logger)
{
    private readonly RetryPolicy _pauses = new(options.MaxTries, TimeSpan.FromSeconds(options.RetrySeconds), TimeSpan.FromSeconds(options.MaxRetrySeconds));
    private CommitmentTransaction _transaction = asked;
    private TaskCompletionSource _again = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReportPath? _path;
    private int _rounds;

    /// <summary>It is asked for, or asked for again: the next try is not put off any longer, and goes to the association that asked while that lasts.</summary>
    public void Ask(IReportPath path)
    {
        Volatile.Write(ref _path, path);
        Volatile.Read(ref _again).TrySetResult();
    }

    /// <summary>Ends when nothing is left to do. What breaks a try is logged, and tried again.</summary>
    public async Task Run(CancellationToken cancel)
    {
        if (_path is not null) await Task.Delay(TimeSpan.FromSeconds(options.DelaySeconds), time, cancel);
        while (true)
        {
            var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _again, again); // before the try, which serves whoever asked up to now
            if (await TryOnce(cancel)) return;
            await Task.WhenAny(Task.Delay(_pauses.PauseBefore(++_rounds), time, cancel), again.Task);
            cancel.ThrowIfCancellationRequested();
        }
    }

    /// <summary>True when nothing is left to do.</summary>
    private async Task<bool> TryOnce(CancellationToken cancel)
    {
        await slots.WaitAsync(cancel);
        try
        {
            if (await Report(cancel)) return true;
            if (_transaction.Tries < options.MaxTries && time.GetUtcNow() - _transaction.At < TimeSpan.FromHours(options.MaxHours)) return false;
            await journal.AddGivenUp(_transaction);
            logger.GivenUp(_transaction.Number, _transaction.Tries);
            return true;
        }
        catch (Exception error) when (error is IOException or TimeoutException)
        {
            logger.Failed(_transaction.Number, error);
            return false;
        }
        finally
        {
            slots.Release();
        }
    }

    /// <summary>True when the peer took the report.</summary>
    private async Task<bool> Report(CancellationToken cancel)
    {
        var report = await reports.Make(_transaction, cancel);
        var path = Interlocked.Exchange(ref _path, null);
        if (path is not null && !options.PreferNewAssociation && await path.TryReport(report, cancel) is { } told) return await Told(report, told, onSame: true);
        if (peers.Find(_transaction.From) is not { } peer)
        {
            if (_rounds == 0) logger.PeerUnknown(_transaction.Number);
            return false;
        }
        try
        {
            return await Told(report, await new DicomClient(peer, network, time).ReportCommitment(report, cancel), onSame: false);
        }
        catch (AssociationException broken)
        {
            _transaction = await journal.AddTry(_transaction, null);
            logger.NotReported(_transaction.Number, _transaction.Tries, broken.Failure);
            return false;
        }
    }

    private async Task<bool> Told(CommitmentReport report, DimseStatus status, bool onSame)
    {
        if (status.IsFailure)
        {
            _transaction = await journal.AddTry(_transaction, status.Code);
            logger.NotReported(_transaction.Number, _transaction.Tries, null);
            return false;
        }
        await journal.AddReported(_transaction, onSame, status.Code);
        logger.Reported(_transaction.Number, report.Committed.Count, report.Failed.Count, onSame);
        return true;
    }
}
