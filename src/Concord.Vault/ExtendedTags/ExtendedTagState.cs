namespace Concord.Vault.ExtendedTags;

/// <summary>How far a tag is.</summary>
/// <param name="Done">Instances of series whose values are indexed.</param>
/// <param name="All">All instances.</param>
/// <param name="Unreadable">Series of which not all could be read; what was is found.</param>
public sealed record ExtendedTagState(ExtendedTag Tag, bool IsReady, long Done, long All, long Unreadable);
