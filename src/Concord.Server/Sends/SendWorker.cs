using Concord.Server.Settings;

namespace Concord.Server.Sends;

/// <summary>Takes what is due, a few at once, as long as the host runs. What is under way when it ends is broken off and gone on with at the next start.</summary>
internal sealed class SendWorker(SendQueue queue, SendTry tries, SendFiles files, SendOptions options, TimeProvider time, ILogger<SendWorker> logger) : BackgroundService
{
    /// <summary>Longest sleep; what ended long ago is forgotten as often.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromHours(1);

    /// <summary>Sleep after the disk failed.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(10);

    private readonly List<Task> _running = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (files.Damaged > 0) logger.SendsDamaged(files.Damaged);
        try
        {
            while (true) await Turn(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(_running); // each ends by itself: it was told to
        }
    }

    /// <summary>Begins what is due, and waits until something else may be.</summary>
    private async Task Turn(CancellationToken stopping)
    {
        var changed = queue.Changed; // before looking: what changes in between is not missed
        _running.RemoveAll(task => task.IsCompleted);
        var sleep = Begin(stopping);
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny([changed, Task.Delay(sleep, time, woken.Token), .. _running]);
        await woken.CancelAsync();
        stopping.ThrowIfCancellationRequested();
    }

    /// <summary>How long to sleep.</summary>
    private TimeSpan Begin(CancellationToken stopping)
    {
        try
        {
            queue.Forget();
            while (_running.Count < options.Parallel && queue.TryTake(out var calledOff) is { } send) _running.Add(Task.Run(() => Try(send, calledOff, stopping), CancellationToken.None));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            logger.SendsNotKept(failed);
            return AfterFailure;
        }
        if (_running.Count >= options.Parallel || queue.NextDue() is not { } next) return LongestSleep;
        var sleep = next - time.GetUtcNow();
        return sleep < TimeSpan.Zero ? TimeSpan.Zero : sleep < LongestSleep ? sleep : LongestSleep;
    }

    private async Task Try(SendRecord send, CancellationToken calledOff, CancellationToken stopping)
    {
        SendOutcome outcome;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(calledOff, stopping);
        try
        {
            outcome = await tries.Run(send, change => queue.Progress(send.Number, change), either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            outcome = new SendOutcome.BrokenOff();
        }
        catch (Exception failed) when (failed is not OutOfMemoryException)
        {
            logger.SendBroke(send.Number, failed);
            outcome = new SendOutcome.PutOff("The try failed here; the log says more.");
        }
        Tell(send.Number, outcome);
    }

    private void Tell(long number, SendOutcome outcome)
    {
        try
        {
            var after = queue.End(number, outcome);
            if (after.State == SendState.Done) logger.SendDone(number, after.Sent, after.Bytes);
            else if (after.State == SendState.Failed) logger.SendFailed(number, after.Attempts, after.Sent, after.Total, after.Refused);
            else if (outcome is SendOutcome.PutOff) logger.SendPutOff(number, after.Attempts, after.Sent, after.Total, (long)(after.NextAttemptAt!.Value - time.GetUtcNow()).TotalSeconds);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            logger.SendsNotKept(failed); // on the disk it is under way: the next start tries it again, and the log of what was sent holds
        }
    }
}
