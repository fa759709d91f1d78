namespace Concord.Vault.ExtendedTags;

/// <summary>What became of a wish for tags; all of them are added, or none.</summary>
public abstract record ExtendedTagOutcome
{
    private ExtendedTagOutcome() { }

    public sealed record Added(IReadOnlyList<ExtendedTag> Tags) : ExtendedTagOutcome;

    /// <summary>One of them cannot be a tag.</summary>
    public sealed record Refused(string Why) : ExtendedTagOutcome;

    /// <summary>One is there already, or there would be too many.</summary>
    public sealed record Conflict(string Why) : ExtendedTagOutcome;
}
