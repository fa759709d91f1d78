using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Concord.Vault.Sites;
using Microsoft.Extensions.Options;

namespace Concord.Vault.Retention;

/// <summary>How long studies are kept (section <c>Retention</c>). Without rules everything is kept.</summary>
public sealed record RetentionOptions
{
    private const int MaxRules = 1000;
    private const int MaxModality = 16;

    /// <summary>Hours from the beginning of one run to that of the next; 0: rules are listed (`/api/retention`) and never act.</summary>
    [Range(0, 8760)] public int EveryHours { get; init; } = 24;

    /// <summary>Studies that a run looks at in a second, at most.</summary>
    [Range(1, 100_000)] public int StudiesPerSecond { get; init; } = 1000;

    /// <summary>Studies that one run rejects, at most: what a slip in a rule can do before somebody sees it.</summary>
    [Range(1, 10_000_000)] public int MaxPerRun { get; init; } = 5000;

    /// <summary>Days for which nothing that arrived is touched, whatever its study date: migrated studies are old on the day they come.</summary>
    [Range(1, 36500)] public int MinDaysAfterArrival { get; init; } = 30;

    /// <summary>The rules, in order; the fields are below.</summary>
    [ValidateEnumeratedItems] public IReadOnlyList<RetentionRule> Rules { get; init; } = [];

    /// <summary>What does not go together, in one line; null when all does.</summary>
    /// <param name="sites">Codes of sites that there are.</param>
    public string? FindFault(IReadOnlyCollection<string> sites)
    {
        if (Rules.Count > MaxRules) return string.Create(CultureInfo.InvariantCulture, $"Retention:Rules are more than {MaxRules}.");
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Rules.Count; i++)
        {
            var (setting, rule) = (string.Create(CultureInfo.InvariantCulture, $"Retention:Rules:{i}"), Rules[i]);
            if (!SourceSites.IsCode(rule.Name)) return $"{setting}:Name is no name of a rule: 1 to 32 letters, digits, '-', '_' and '.'.";
            if (!names.Add(rule.Name)) return $"{setting}: there are two rules {rule.Name}.";
            if (rule.Sites.FirstOrDefault(site => !sites.Contains(site)) is { } unknown) return $"{setting}:Sites: no rule of Vault:Sites names the site '{unknown}'.";
            if (rule.Modalities.FirstOrDefault(modality => !IsModality(modality)) is { } wrong) return $"{setting}:Modalities: '{wrong}' is no modality (PS3.3 C.7.3.1.1.1), as CT or MG.";
            if (!Enum.IsDefined(rule.Action) || !Enum.IsDefined(rule.From)) return $"{setting}: From is StudyDate or LastArrival, Action is Report, Reject or RequestPurge.";
            if (rule.Years is < 1 or > 200) return $"{setting}:Years must be 1 to 200.";
            if (rule.UntilAge <= rule.YoungerThan - 1) return $"{setting}: UntilAge lies below YoungerThan, so that some of these patients would be past it.";
        }
        return null;
    }

    private static bool IsModality(string text) => text.Length is > 0 and <= MaxModality && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is '_');
}
