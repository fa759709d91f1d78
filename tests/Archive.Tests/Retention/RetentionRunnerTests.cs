using Archive.Tests.Bundles;
using Archive.Tests.Receive;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Changes;
using Concord.Vault.Decisions;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;
using Concord.Vault.Retention;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.Retention;

public sealed class RetentionRunnerTests : IDisposable
{
    private static readonly RetentionRule TenYears = new() { Name = "ten", Years = 10, Action = RetentionAction.Reject };
    private readonly TestFolder _folder = new();
    private readonly ManualTime _time = new(); // 1 January 2026

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Only_what_is_expired_is_rejected_with_who_and_why()
    {
        await using var vault = await Open();
        await Store(vault, 1, "20110101");
        await Store(vault, 2, "20151231"); // through 2025-12-31, which lasts until noon UTC on the first of January
        await Store(vault, 3, "20240101");
        await Run(vault);
        Assert.Equal([2, 3], await Live(vault));
        var change = (await new ChangeFeed(vault.Vault.Index).Read(0, 1000, default)).Single(change => change.Kind == "deleted");
        Assert.Equal((Objects.Study(1), "rule:ten", $"113039 {TenYears.ToText()}"), (change.StudyInstanceUid, change.Who, change.Why));
        _time.Advance(TimeSpan.FromHours(24));
        await Run(vault);
        Assert.Equal([3], await Live(vault));
    }

    [Fact]
    public async Task A_held_study_is_never_touched()
    {
        await using var vault = await Open();
        await Store(vault, 1, "20110101");
        var hold = Assert.IsType<DecisionOutcome.Done>(await vault.Vault.Decisions.Hold(Objects.Study(1), null, "judge", "trial", default));
        var runner = await Run(vault);
        Assert.Equal((1, 0, 1), (runner.State.Expired, runner.State.Rejected, runner.State.Spared));
        Assert.Equal([1], await Live(vault));
        await vault.Vault.Decisions.Release(hold.Number, "judge", "over", default);
        _time.Advance(TimeSpan.FromDays(1));
        await Run(vault);
        Assert.Empty(await Live(vault));
    }

    [Fact]
    public async Task What_a_person_restored_stays_until_the_rule_or_the_study_changes()
    {
        await using var vault = await Open();
        await Store(vault, 1, "20110101");
        await Run(vault);
        Assert.Empty(await Live(vault));
        Assert.IsType<DecisionOutcome.Done>(await vault.Vault.Decisions.Restore(DecisionScope.OfStudy(Objects.Study(1)), "doctor", "needed", default));
        for (var day = 0; day < 3; day++)
        {
            _time.Advance(TimeSpan.FromDays(1));
            Assert.Equal((1, 0, 1), await Figures(vault));
        }
        var listed = await List(vault).Page(new DateOnly(2026, 1, 1), "", 10, default);
        Assert.True(Assert.Single(listed.Studies).IsRestored);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal((1, 1, 0), await Figures(vault, TenYears with { Years = 11 })); // another rule
        Assert.IsType<DecisionOutcome.Done>(await vault.Vault.Decisions.Restore(DecisionScope.OfStudy(Objects.Study(1)), "doctor", "needed", default));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal((1, 0, 1), await Figures(vault, TenYears with { Years = 11 }));
        await vault.Store(Objects.Slice(2), origin: Objects.Origin with { At = _time.GetUtcNow() }); // the study goes on
        _time.Advance(TimeSpan.FromDays(29));
        Assert.Equal((0, 0, 0), await Figures(vault, TenYears with { Years = 11 }));
        _time.Advance(TimeSpan.FromDays(3));
        Assert.Equal((1, 1, 0), await Figures(vault, TenYears with { Years = 11 }));
    }

    [Fact]
    public async Task What_is_restored_from_one_rule_is_known_after_a_reindex()
    {
        await using (var vault = await Open())
        {
            await Store(vault, 1, "20110101");
            await Run(vault);
            await vault.Vault.Decisions.Restore(DecisionScope.OfStudy(Objects.Study(1)), "doctor", "needed", default);
        }
        await VaultReindexer.Reindex(new VaultOptions { Folder = _folder.Path }, _time, NullLoggerFactory.Instance, null, default);
        await using var again = await Open();
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal((1, 0, 1), await Figures(again));
    }

    [Fact]
    public async Task A_run_rejects_no_more_than_it_may_and_reports_touch_nothing()
    {
        await using var vault = await Open();
        for (var study = 1; study <= 5; study++) await Store(vault, study, "20110101");
        var runner = vault.Vault.NewRetention(new() { Rules = [TenYears], MaxPerRun = 2 }, _time);
        await runner.Turn(default);
        Assert.Equal((2, false), (runner.State.Rejected, runner.State.IsUnderWay));
        await runner.Turn(default); // not due
        Assert.Equal(3, (await Live(vault)).Count);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal((3, 0, 0), await Figures(vault, TenYears with { Action = RetentionAction.Report }));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal((3, 3, 0), await Figures(vault));
    }

    [Fact]
    public async Task A_run_goes_on_where_it_was_broken_off()
    {
        await using var vault = await Open();
        for (var study = 1; study <= 5; study++) await Store(vault, study, "20110101");
        using (var stop = new CancellationTokenSource())
        {
            var broken = vault.Vault.NewRetention(new() { Rules = [TenYears] }, _time);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => broken.Turn(stop.Token));
            Assert.True(broken.State.IsUnderWay);
        }
        var again = vault.Vault.NewRetention(new() { Rules = [TenYears] }, _time);
        Assert.Equal((true, new DateOnly(2025, 12, 31)), (again.State.IsUnderWay, again.State.AsOf));
        await again.Turn(default);
        Assert.Equal((5, 5, false), (again.State.Looked, again.State.Rejected, again.State.IsUnderWay));
    }

    [Fact]
    public async Task A_purge_is_requested_once_after_the_days_of_grace_and_a_second_person_decides()
    {
        var rule = TenYears with { Action = RetentionAction.RequestPurge, GraceDays = 30 };
        await using var vault = await Open();
        for (var study = 1; study <= 3; study++) await Store(vault, study, "20110101");
        await Run(vault, rule);
        await vault.Vault.Decisions.Restore(DecisionScope.OfStudy(Objects.Study(2)), "doctor", "needed", default);
        await vault.Store(Objects.Slice(7, study: 3), origin: Objects.Origin with { At = _time.GetUtcNow() });
        await vault.Vault.Delete(Objects.Study(3), null, Objects.Instance(7, study: 3), "doctor", "blurred", default); // a person's: not for the rule to name
        _time.Advance(TimeSpan.FromDays(29));
        Assert.Equal(0, (await Run(vault, rule)).State.Requested);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, (await Run(vault, rule with { GraceDays = 29 })).State.Requested); // another rule
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, (await Run(vault, rule)).State.Requested);
        var request = Assert.Single(await Requests(vault));
        Assert.Equal((Objects.Study(1), "rule:ten", rule.ToText()), (request.StudyInstanceUid, request.Who, request.Why));
        Assert.IsType<DecisionOutcome.Done>(await vault.Vault.Decisions.RefusePurge(request.Number, "chief", "not yet", default));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, (await Run(vault, rule)).State.Requested); // asked once
        Assert.Single(await Requests(vault));
        Assert.Empty(await Live(vault)); // the second study went by the other rule, and has its own days of grace
    }

    [Fact]
    public async Task The_list_and_the_sums_say_what_would_expire_and_change_nothing()
    {
        await using var vault = await Open();
        for (var study = 1; study <= 4; study++) await Store(vault, study, study == 4 ? "20300101" : $"201{study}0101", study == 3 ? "MG" : "CT");
        await vault.Vault.Decisions.Hold(Objects.Study(1), null, "judge", "trial", default);
        var list = List(vault, TenYears, TenYears with { Name = "mg", Modalities = ["MG"] });
        var first = await list.Page(new DateOnly(2026, 1, 1), "", 2, default);
        Assert.Equal(2, first.Studies.Count);
        var second = await list.Page(new DateOnly(2026, 1, 1), first.Next!, 2, default);
        var all = first.Studies.Concat(second.Studies).ToDictionary(one => one.Study.StudyInstanceUid);
        Assert.Equal([Objects.Study(1), Objects.Study(2), Objects.Study(3), Objects.Study(4)], all.Keys.Order(Comparer<Uid>.Create((one, other) => string.CompareOrdinal(one.ToString(), other.ToString()))));
        Assert.Equal((true, false), (all[Objects.Study(1)].IsHeld, all[Objects.Study(2)].IsHeld));
        Assert.Equal(RetentionBasis.LastArrival, all[Objects.Study(4)].Verdict.Basis); // a date that is still to come
        Assert.Null(second.Next is { } rest ? (await list.Page(new DateOnly(2026, 1, 1), rest, 2, default)).Next : null);
        var sums = await list.Sum(new DateOnly(2023, 1, 2), default);
        Assert.Equal((4, 0, 0), (sums.Looked, sums.NoRule, sums.NoArrival));
        Assert.Equal([("ten", "", "CT", 3L, 1L), ("ten", "", "MG", 1L, 0L)], sums.Totals.Select(total => (total.Rule, total.Site, total.Modalities, total.Studies, total.Spared)));
        Assert.Equal(4, (await list.Sum(new DateOnly(2026, 1, 1), default)).Totals.Sum(total => total.Studies));
        Assert.Equal(0, (await list.Sum(new DateOnly(2020, 1, 1), default)).Totals.Sum(total => total.Studies));
        Assert.Equal(4, (await Live(vault)).Count);
    }

    [Fact]
    public async Task An_object_that_comes_while_the_rule_decides_saves_its_study()
    {
        await using var vault = await Open();
        await Store(vault, 1, "20110101");
        await Store(vault, 2, "20110101");
        var outcome = await vault.Vault.Decisions.RejectIf(async (instances, _) =>
        {
            Assert.Equal(1, instances);
            await vault.Store(Objects.Slice(2));
            await vault.Vault.Index.WaitUntilCaughtUp(default);
            return (await new RetentionPages(vault.Vault.Index, new([TenYears], 30)).Find(Objects.Study(1), default))!.Instances == instances;
        }, DecisionScope.OfStudy(Objects.Study(1)), RejectionReason.RetentionExpired, "rule:ten", "why", default);
        Assert.IsType<DecisionOutcome.Conflict>(outcome);
        Assert.Equal([1, 2], await Live(vault));
    }

    private static async Task<List<Concord.Vault.Index.Decision>> Requests(TestVault vault)
    {
        var found = new List<Concord.Vault.Index.Decision>();
        for (var study = 1; study <= 3; study++)
            found.AddRange((await vault.Vault.Decisions.List.OfStudy(Objects.Study(study), 0, 1000, default)).Select(one => one.Decision).Where(one => one.Kind == "purge-requested"));
        return found;
    }

    private async Task<(long, long, long)> Figures(TestVault vault, params RetentionRule[] rules)
    {
        var state = (await Run(vault, rules)).State;
        return (state.Expired, state.Rejected, state.Spared);
    }

    private async Task<RetentionRunner> Run(TestVault vault, params RetentionRule[] rules)
    {
        var runner = vault.Vault.NewRetention(new() { Rules = rules.Length > 0 ? rules : [TenYears] }, _time);
        await runner.Turn(default);
        Assert.False(runner.State.IsUnderWay);
        return runner;
    }

    private RetentionList List(TestVault vault, params RetentionRule[] rules) => vault.Vault.NewRetention(new() { Rules = rules.Length > 0 ? rules : [TenYears] }, _time).List;

    private Task<TestVault> Open() => TestVault.Open(_folder.Path, time: _time);

    /// <summary>Arrives on the first of January after; with a date that is still to come, in 2012.</summary>
    private static async Task Store(TestVault vault, int study, string date, string modality = "CT") => Assert.IsType<StoreOutcome.Stored>(
        await vault.Store(Objects.Slice(1, study: study).SetString(Tags.StudyDate, date).SetString(Tags.Modality, modality).SetString(Tags.PatientBirthDate, "19500101"),
            origin: Objects.Origin with { At = new DateTimeOffset(string.CompareOrdinal(date, "2026") < 0 ? int.Parse(date[..4], System.Globalization.CultureInfo.InvariantCulture) + 1 : 2012, 1, 1, 0, 0, 0, TimeSpan.Zero) }));

    private static async Task<List<int>> Live(TestVault vault)
    {
        await vault.Vault.Index.WaitUntilCaughtUp(default);
        return await vault.Vault.Index.Read(session =>
        {
            var found = new List<int>();
            using var rows = session.Query("SELECT study_uid FROM study ORDER BY study_uid");
            while (rows.Read()) found.Add(int.Parse(rows.GetString(0).Split('.')[^1], System.Globalization.CultureInfo.InvariantCulture));
            return found;
        }, default);
    }
}
