using Concord.Vault.Query.Matching;
using FsCheck;
using FsCheck.Fluent;
using System.Text.RegularExpressions;

namespace Archive.Tests.Query;

public sealed class WildcardTests
{
    [Fact]
    public void Agrees_with_a_regular_expression()
    {
        var texts = Gen.ListOf(Gen.Elements('a', 'b', '*', '?')).Select(characters => string.Concat(characters.Take(12)));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(texts.ToArbitrary(), texts.ToArbitrary(), (pattern, text) =>
        {
            var plain = text.Replace('*', 'a').Replace('?', 'b');
            var regex = "^" + Regex.Escape(pattern).Replace("\\*", ".*").Replace("\\?", ".") + "$";
            return Regex.IsMatch(plain, regex, RegexOptions.Singleline, TimeSpan.FromSeconds(1)) == Wildcard.Matches(pattern, plain);
        }));
    }

    [Fact]
    public void Many_asterisks_cost_no_more_than_pattern_times_text() =>
        Assert.False(Wildcard.Matches(string.Concat(Enumerable.Repeat("a*", 5_000)) + "b", new string('a', 20_000)));
}
