namespace Concord.Trust.Identity;

/// <summary>Who brought an object, from where, when, by which hops.</summary>
/// <param name="CallingAeTitle">Calling AE title, or "" when it did not come over DIMSE.</param>
/// <param name="Address">IP address of the sender, or "" for a local import.</param>
/// <param name="Hops">AE titles or site names that it passed before, nearest last.</param>
public sealed record Origin(OriginKind Kind, string CallingAeTitle, string CalledAeTitle, string Address, DateTimeOffset At, IReadOnlyList<string> Hops)
{
    /// <summary>The verified user, or "".</summary>
    public string User { get; init; } = "";
}
