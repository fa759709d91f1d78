using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;

namespace Concord.Vault.Retention;

/// <summary>How long is kept what came from some sites, is of some modalities or of young patients. The first rule that fits a series decides for it;
/// of the series of a study the longest retention is the study's, and a series that no rule fits keeps its study for good.</summary>
public sealed record RetentionRule
{
    /// <summary>Name: 1 to 32 letters, digits, `-`, `_` and `.`. What the rule does is done by <c>rule:NAME</c>.</summary>
    [Required, StringLength(32, MinimumLength = 1)] public string Name { get; init; } = "";

    /// <summary>Codes of sites (`Vault:Sites`); empty: any.</summary>
    public IReadOnlyList<string> Sites { get; init; } = [];

    /// <summary>Modalities (0008,0060), as `MG`; empty: any.</summary>
    public IReadOnlyList<string> Modalities { get; init; } = [];

    /// <summary>Only patients that were younger at the time of the study, years. Where the age is not known, this rule and the next that fits both count.</summary>
    [Range(1, 130)] public int? YoungerThan { get; init; }

    /// <summary>What years are counted from: `StudyDate` or `LastArrival`.</summary>
    public RetentionBasis From { get; init; }

    /// <summary>Years that are kept.</summary>
    [Range(1, 200)] public int Years { get; init; } = 100;

    /// <summary>And in any case until the patient has reached this age, years; where the birth date is not known, as if born on the day of the study.</summary>
    [Range(1, 130)] public int? UntilAge { get; init; }

    /// <summary>What is done then: `Report`, `Reject` or `RequestPurge`.</summary>
    public RetentionAction Action { get; init; }

    /// <summary>Days from the rejection to the request for a purge (`RequestPurge`).</summary>
    [Range(1, 36500)] public int GraceDays { get; init; } = 30;

    /// <summary>The rule in words: the why of what it does. Another text is another rule.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"kept {Years} years from {(From == RetentionBasis.StudyDate ? "the study date" : "the last arrival")}");
        if (UntilAge is { } age) text.Append(CultureInfo.InvariantCulture, $" and until age {age}");
        if (Sites.Count > 0) text.Append(CultureInfo.InvariantCulture, $"; sites {string.Join(' ', Sites)}");
        if (Modalities.Count > 0) text.Append(CultureInfo.InvariantCulture, $"; modalities {string.Join(' ', Modalities)}");
        if (YoungerThan is { } years) text.Append(CultureInfo.InvariantCulture, $"; patients younger than {years}");
        text.Append(Action switch
        {
            RetentionAction.Report => "; then reported",
            RetentionAction.Reject => "; then rejected",
            _ => string.Create(CultureInfo.InvariantCulture, $"; then rejected, purge requested after {GraceDays} days"),
        });
        return text.ToString();
    }
}
