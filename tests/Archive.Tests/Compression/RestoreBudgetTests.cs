using Archive.Tests.Integrity;
using Concord.Vault.Compression;

namespace Archive.Tests.Compression;

/// <summary>Memory of originals that are given out.</summary>
public sealed class RestoreBudgetTests
{
    [Fact]
    public async Task Who_comes_later_waits_for_what_is_given_back_in_order()
    {
        var budget = new RestoreBudget(100, TimeProvider.System);
        var first = await budget.Take(70, default);
        var second = budget.Take(60, default);
        var third = budget.Take(20, default); // there is room for it, but it came later
        Assert.False(second.IsCompleted || third.IsCompleted);
        first.Dispose();
        first.Dispose();
        (await second).Dispose();
        (await third).Dispose();
        Assert.Equal(0, budget.Taken);
    }

    [Fact]
    public async Task One_larger_than_all_goes_alone()
    {
        var budget = new RestoreBudget(100, TimeProvider.System);
        var large = await budget.Take(1000, default);
        var other = budget.Take(1, default);
        Assert.False(other.IsCompleted);
        large.Dispose();
        (await other).Dispose();
        Assert.Equal(0, budget.Taken);
    }

    [Fact]
    public async Task Who_stood_behind_one_that_gave_up_goes_on()
    {
        var budget = new RestoreBudget(100, TimeProvider.System);
        using var first = await budget.Take(90, default);
        using var stop = new CancellationTokenSource();
        var second = budget.Take(50, stop.Token);
        var third = budget.Take(5, default);
        await stop.CancelAsync();
        try
        {
            (await second).Dispose();
            Assert.Fail("It took what was not there.");
        }
        catch (OperationCanceledException)
        {
            // as asked
        }
        (await third).Dispose();
        Assert.Equal(90, budget.Taken);
    }

    [Fact]
    public async Task Nobody_waits_for_ever()
    {
        var budget = new RestoreBudget(100, new SkippingTime());
        using var first = await budget.Take(90, default);
        await Assert.ThrowsAsync<CompressorUnavailableException>(() => budget.Take(50, default));
        using var second = await budget.Take(10, default);
        Assert.Equal(100, budget.Taken);
    }
}
