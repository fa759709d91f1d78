using Concord.Dicom.DataElements;
using Concord.Vault.Bundles;
using Concord.Vault.Decisions;
using Concord.Vault.Index;
using Concord.Vault.Lifecycle;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Retention;

/// <summary>Lets the rules act, once in a while: rejects studies whose time is over, and requests purges of what they rejected when the days of grace are over.</summary>
/// <remarks>One <see cref="Run"/> at a time. A run goes through the studies by their UIDs; its place outlives the process, and a run that begins anew finds the same.</remarks>
public sealed class RetentionRunner
{
    /// <summary>What rules are called in decisions: <c>rule:NAME</c>.</summary>
    internal const string WhoPrefix = "rule:";

    private const int RequestsPerPause = 100;
    private static readonly TimeSpan MarkEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    private readonly VaultDecisions _decisions;
    private readonly BundleSurroundings _around;
    private readonly RetentionOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly RetentionPages _pages;
    private readonly DuePurges _due;
    private RetentionState _state;
    private DateTimeOffset _markedAt;

    internal RetentionRunner(VaultIndex index, VaultDecisions decisions, BundleSurroundings around, RetentionOptions options, TimeProvider time, ILogger log)
    {
        (_decisions, _around, _options, _time, _log) = (decisions, around, options, time, log);
        var policy = new RetentionPolicy(options.Rules, options.MinDaysAfterArrival);
        _pages = new(index, policy);
        _due = new(index, options.Rules);
        List = new(index, policy, study => decisions.HoldsOn(study).Count > 0, time);
        _state = MarkFile.Read(around.Folder.RetentionMark, RetentionJson.Default.RetentionState) ?? RetentionState.None;
    }

    /// <summary>What would expire.</summary>
    public RetentionList List { get; }

    public RetentionOptions Options => _options;

    /// <summary>False when there is no rule, or the settings let none act.</summary>
    public bool IsOn => _options is { EveryHours: > 0, Rules.Count: > 0 };

    public RetentionState State => Volatile.Read(ref _state);

    /// <summary>When the next run begins; null when rules do not act.</summary>
    public DateTimeOffset? NextRunAt
    {
        get
        {
            var now = _time.GetUtcNow();
            if (!IsOn) return null;
            var started = State.StartedAt is not { } at ? now.AddHours(-_options.EveryHours) : at < now ? at : now; // a clock that was set back puts off nothing for ever
            return started.AddHours(_options.EveryHours);
        }
    }

    /// <summary>Runs until it is told to stop; returns at once when rules do not act.</summary>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public async Task Run(CancellationToken cancel)
    {
        while (IsOn)
        {
            var isDone = await TryTurn(cancel);
            var untilNext = NextRunAt!.Value - _time.GetUtcNow();
            await Task.Delay(!isDone ? RetryAfter : untilNext > ShortestWait ? untilNext : ShortestWait, _time, cancel);
        }
    }

    /// <summary>Begins a run when it is time, or goes on with the one under way, to its end.</summary>
    internal async Task Turn(CancellationToken cancel)
    {
        if (!State.IsUnderWay)
        {
            if (NextRunAt > _time.GetUtcNow()) return;
            var now = _time.GetUtcNow();
            Set(RetentionState.None with { IsUnderWay = true, AsOf = StudyDates.Today(now), StartedAt = now, FinishedAt = State.FinishedAt });
        }
        try
        {
            await _around.Index.WaitUntilCaughtUp(cancel);
            await RequestPurges(cancel);
            await Pass(cancel);
        }
        finally
        {
            await SaveMark();
        }
    }

    private async Task<bool> TryTurn(CancellationToken cancel)
    {
        try
        {
            await Turn(cancel);
            return true;
        }
#pragma warning disable CA1031 // one turn's trouble is not the archive's
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            _log.RetentionPutOff(State.Looked, error);
            return false;
        }
    }

    private async Task Pass(CancellationToken cancel)
    {
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            if (_time.GetUtcNow() - _markedAt >= MarkEvery) await SaveMark();
            var (studies, next, looked) = await _pages.Read(State.Position, State.AsOf, cancel);
            foreach (var study in studies)
            {
                if (State.Rejected >= _options.MaxPerRun)
                {
                    _log.RetentionStopped(State.Rejected);
                    Finish();
                    return;
                }
                await Treat(study, cancel);
            }
            Set(State with { Looked = State.Looked + looked, Position = next ?? State.Position });
            if (next is null)
            {
                Finish();
                return;
            }
            await Task.Delay(TimeSpan.FromSeconds((double)looked / _options.StudiesPerSecond), _time, cancel);
        }
    }

    private void Finish()
    {
        Set(State with { IsUnderWay = false, Position = "", FinishedAt = _time.GetUtcNow() });
        _log.RetentionFinished(State.Looked, State.Expired, State.Rejected, State.Spared, State.Requested);
    }

    private async Task Treat(RetainedStudy study, CancellationToken cancel)
    {
        if (List.Judge(study, State.AsOf) is not { Verdict.Rule: { } rule } expired) return;
        Set(State with { Expired = State.Expired + 1 });
        if (expired.IsHeld || expired.IsRestored) Set(State with { Spared = State.Spared + 1 });
        else if (rule.Action != RetentionAction.Report) await Reject(study.StudyInstanceUid, rule, cancel);
    }

    private async Task Reject(Uid study, RetentionRule rule, CancellationToken cancel)
    {
        var outcome = await _decisions.RejectIf(
            (instances, stop) => IsStillDue(study, rule, instances, stop), DecisionScope.OfStudy(study), RejectionReason.RetentionExpired, WhoPrefix + rule.Name, rule.ToText(), cancel);
        if (outcome is DecisionOutcome.Held) Set(State with { Spared = State.Spared + 1 });
        if (outcome is not DecisionOutcome.Done) return;
        Set(State with { Rejected = State.Rejected + 1 });
        RetentionMetrics.CountRejected(rule.Name);
    }

    /// <summary>In the turn of the decision: what would go is what is judged, and it is judged as before.</summary>
    private async Task<bool> IsStillDue(Uid study, RetentionRule rule, int instances, CancellationToken cancel) =>
        await _pages.Find(study, cancel) is { } now && now.Instances == instances
        && List.Judge(now, State.AsOf) is { IsHeld: false, IsRestored: false, Verdict.Rule: { } same } && same == rule;

    private async Task RequestPurges(CancellationToken cancel)
    {
        long after = 0;
        while (await _due.Next(after, _time.GetUtcNow(), cancel) is { } due)
        {
            after = due.Rejection;
            var outcome = await _decisions.RequestPurge(DecisionScope.OfStudy(due.Study), WhoPrefix + due.Rule.Name, due.Rule.ToText(), cancel);
            if (outcome is not DecisionOutcome.Done) continue;
            Set(State with { Requested = State.Requested + 1 });
            RetentionMetrics.CountRequested(due.Rule.Name);
            if (State.Requested % RequestsPerPause == 0) await Task.Delay(TimeSpan.FromSeconds((double)RequestsPerPause / _options.StudiesPerSecond), _time, cancel);
        }
    }

    private void Set(RetentionState state) => Volatile.Write(ref _state, state);

    private async Task SaveMark()
    {
        _markedAt = _time.GetUtcNow();
        var state = State;
        await _around.Threads.Run(() => MarkFile.Write(_around.Folder.RetentionMark, _around.Disk, state, RetentionJson.Default.RetentionState));
    }
}
