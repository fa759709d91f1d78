using Archive.Tests.Bundles;
using Archive.Tests.Receive;
using Concord.Vault.Decisions;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.Decisions;

/// <summary>Legal holds.</summary>
public sealed class HoldTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_held_study_cannot_be_rejected_until_every_hold_is_released_and_new_objects_still_arrive()
    {
        long first, second;
        await using (var vault = await TestVault.Open(_folder.Path, time: _time))
        {
            first = await Hold(vault, null); // nothing of the study has arrived
            Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(1)));
            second = await Hold(vault, null);
            Assert.Equal([first, second], Assert.IsType<DecisionOutcome.Held>(await Reject(vault)).Holds.Select(hold => hold.Number));
            Assert.Equal(0, await vault.Vault.Delete(Objects.Study(), null, null, "joe", "", default));
            Assert.IsType<DecisionOutcome.Done>(await vault.Vault.Decisions.Release(first, "mary", "settled", default));
            Assert.IsType<DecisionOutcome.NotFound>(await vault.Vault.Decisions.Release(first, "mary", "settled", default));
        }
        await VaultReindexer.Reindex(new VaultOptions { Folder = _folder.Path }, _time, NullLoggerFactory.Instance, null, CancellationToken.None);
        await using (var vault = await TestVault.Open(_folder.Path, time: _time))
        {
            Assert.IsType<DecisionOutcome.Held>(await Reject(vault));
            Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(2)));
            Assert.Equal([second], (await vault.Vault.Decisions.List.Holds(null, all: false, 0, 10, default)).Select(hold => hold.Decision.Number));
            var all = await vault.Vault.Decisions.List.Holds(Objects.Study(), all: true, 0, 10, default);
            Assert.Equal(("held", "mary", "settled"), (all[0].Decision.Kind, Assert.Single(all[0].Answers).Who, all[0].Answers[0].Why));
            Assert.IsType<DecisionOutcome.Done>(await vault.Vault.Decisions.Release(second, "mary", "settled too", default));
            Assert.Equal(2, Assert.IsType<DecisionOutcome.Done>(await Reject(vault)).Instances);
        }
    }

    [Fact]
    public async Task A_hold_ends_by_itself_when_its_time_is_over()
    {
        await using var vault = await TestVault.Open(_folder.Path, time: _time);
        await vault.Store(Objects.Slice(1));
        await vault.Store(Objects.Slice(1, study: 2));
        await Hold(vault, _time.GetUtcNow().AddDays(10));
        Assert.IsType<DecisionOutcome.Conflict>(await vault.Vault.Decisions.Hold(Objects.Study(), _time.GetUtcNow(), "joe", "", default));
        Assert.IsType<DecisionOutcome.Done>(await vault.Vault.Decisions.Reject(DecisionScope.OfStudy(Objects.Study(2)), null, "joe", "", default));
        _time.Advance(TimeSpan.FromDays(10) - TimeSpan.FromSeconds(1));
        Assert.IsType<DecisionOutcome.Held>(await Reject(vault));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(await vault.Vault.Decisions.List.Holds(null, all: false, 0, 10, default));
        Assert.IsType<DecisionOutcome.Done>(await Reject(vault));
    }

    private static async Task<long> Hold(TestVault vault, DateTimeOffset? until) =>
        Assert.IsType<DecisionOutcome.Done>(await vault.Vault.Decisions.Hold(Objects.Study(), until, "joe", "case 7", default)).Number;

    private static Task<DecisionOutcome> Reject(TestVault vault) => vault.Vault.Decisions.Reject(DecisionScope.OfStudy(Objects.Study()), null, "joe", "", default);
}
