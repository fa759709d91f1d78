using System.ComponentModel.DataAnnotations;
using Concord.Trust.Identity;

namespace Concord.Vault.Sites;

/// <summary>Which objects are a site's. The first rule that fits in all that it names decides; one that names nothing but its site fits every object.
/// Applies to what arrives; reindex applies it to all.</summary>
public sealed record SiteRule
{
    /// <summary>Code of the site: 1 to 32 letters, digits, `-`, `_` and `.`.</summary>
    [Required, StringLength(32, MinimumLength = 1)] public string Site { get; init; } = "";

    /// <summary>Calling AE titles, `*` and `?` as wildcards; empty: any, and none.</summary>
    public IReadOnlyList<string> AeTitles { get; init; } = [];

    /// <summary>Verified users, `*` and `?` as wildcards; empty: any, and none.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>IP addresses and networks (<c>10.1.0.0/16</c>) of the sender; empty: any.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Ways in: Dimse, StowRs, Import, PeerPull; empty: any.</summary>
    public IReadOnlyList<OriginKind> Kinds { get; init; } = [];
}
