using Concord.Network;
using Concord.Network.ServiceClasses;
using Concord.Server.Peers;
using Concord.Server.Settings;
using Concord.Vault.Commitment;
using Concord.Vault.Receive;

namespace Concord.Server.Commitment;

/// <summary>Sees to it that every request for commitment is reported: those that come, and those that were pending when the archive was last closed, or killed.</summary>
internal sealed class CommitmentReporter(
    InstanceVault vault, CommitmentReports reports, PeerDirectory peers, NetworkOptions network, CommitmentOptions options, TimeProvider time, ILogger<CommitmentReporter> logger)
    : IHostedService, IDisposable
{
    private readonly Lock _changing = new();
    private readonly Dictionary<long, (CommitmentFollower Follower, Task Running)> _followers = [];
    private readonly SemaphoreSlim _slots = new(options.MaxReportsAtOnce);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>From now on the request is followed; a request that was made again is told on the newer association.</summary>
    public void Follow(CommitmentTransaction transaction, IReportPath? path)
    {
        lock (_changing)
        {
            if (_stopping.IsCancellationRequested) return; // pending in the journal: the next start goes on with it
            if (_followers.TryGetValue(transaction.Number, out var known))
            {
                if (path is not null) known.Follower.Ask(path);
                return;
            }
            var follower = new CommitmentFollower(transaction, reports, vault.Commitments, peers, network, options, _slots, time, logger);
            if (path is not null) follower.Ask(path);
            _followers.Add(transaction.Number, (follower, Task.Run(() => Run(transaction.Number, follower))));
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var transaction in vault.Commitments.Pending) Follow(transaction, null);
        return Task.CompletedTask;
    }

    /// <summary>Breaks off what is under way: it is pending still.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        Task[] running;
#pragma warning disable VSTHRD003 // Follow put them on the thread pool: nothing they need is held by who waits
        lock (_changing) running = [.. _followers.Values.Select(known => known.Running)];
        await Task.WhenAll(running).WaitAsync(cancellationToken);
#pragma warning restore VSTHRD003
    }

    public void Dispose()
    {
        _slots.Dispose();
        _stopping.Dispose();
    }

    private async Task Run(long number, CommitmentFollower follower)
    {
        try
        {
            await follower.Run(_stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }
        lock (_changing) _followers.Remove(number);
    }
}
