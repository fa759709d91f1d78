using Concord.Vault.Retention;

namespace Archive.Tests.Retention;

public sealed class RetentionOptionsTests
{
    private static readonly RetentionRule Sound = new() { Name = "general", Years = 10 };

    [Fact]
    public void Sound_rules_are_taken() =>
        Assert.Null(new RetentionOptions { Rules = [Sound with { Name = "mg", Modalities = ["MG"], Sites = ["NORTH"], YoungerThan = 18, UntilAge = 18 }, Sound] }.FindFault(["NORTH"]));

    [Fact]
    public void What_is_no_rule_is_said()
    {
        Says("Retention:Rules:0:Name", Sound with { Name = "two words" });
        Says("Retention:Rules:1: there are two rules general", Sound, Sound);
        Says("Retention:Rules:0:Sites: no rule of Vault:Sites names the site 'SOUTH'", Sound with { Sites = ["SOUTH"] });
        Says("Retention:Rules:0:Modalities: 'ct'", Sound with { Modalities = ["ct"] });
        Says("Retention:Rules:0:Years", Sound with { Years = 0 });
        Says("Retention:Rules:0: UntilAge lies below YoungerThan", Sound with { YoungerThan = 18, UntilAge = 10 });
        Says("Retention:Rules:0: From is", Sound with { Action = (RetentionAction)9 });

        static void Says(string message, params RetentionRule[] rules) => Assert.StartsWith(message, new RetentionOptions { Rules = rules }.FindFault(["NORTH"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_rule_has_another_text()
    {
        RetentionRule[] rules =
        [
            Sound, Sound with { Years = 11 }, Sound with { From = RetentionBasis.LastArrival }, Sound with { Sites = ["A"] }, Sound with { Modalities = ["CT"] },
            Sound with { YoungerThan = 18 }, Sound with { UntilAge = 18 }, Sound with { Action = RetentionAction.Reject }, Sound with { Action = RetentionAction.RequestPurge },
            Sound with { Action = RetentionAction.RequestPurge, GraceDays = 31 },
        ];
        Assert.Equal(rules.Length, rules.Select(rule => rule.ToText()).Distinct().Count());
        Assert.Equal("kept 10 years from the study date; then reported", Sound.ToText());
    }
}
