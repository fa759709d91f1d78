using Concord.Vault.Index;
using FsCheck;
using FsCheck.Fluent;

namespace Archive.Tests.Index;

public sealed class NumberLedgerTests
{
    [Fact]
    public void The_low_water_mark_is_the_end_of_the_first_run()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(Gen.ListOf(Gen.Choose(1, 30)).ToArbitrary(), numbers =>
        {
            var ledger = new NumberLedger(0, 0);
            var seen = new HashSet<int>();
            foreach (var number in numbers)
            {
                ledger.Add(number);
                seen.Add(number);
                var expected = Enumerable.Range(1, 31).First(n => !seen.Contains(n)) - 1;
                if (ledger.LowWater != expected || ledger.Highest != seen.Max()) return false;
            }
            return true;
        }));
    }
}
