using System.ComponentModel.DataAnnotations;

namespace Concord.Vault.Sites;

/// <summary>How much may be kept of a site. Bytes are those of its bundles on the disk, with what is rejected until it is purged. 0 is no bound.</summary>
public sealed record SiteQuota
{
    /// <summary>Code of the site, or `*` for every site that has no quota of its own.</summary>
    [Required, StringLength(32, MinimumLength = 1)] public string Site { get; init; } = "*";

    /// <summary>From here on it is warned of: change feed, log, `/api/sites`, metric.</summary>
    [Range(0, 1e18)] public long WarnBytes { get; init; }

    /// <summary>From here on what the site sends is refused: A700 and 507.</summary>
    [Range(0, 1e18)] public long MaxBytes { get; init; }

    /// <summary>The same as `WarnBytes`, by objects.</summary>
    [Range(0, 1e15)] public long WarnObjects { get; init; }

    /// <summary>The same as `MaxBytes`, by objects.</summary>
    [Range(0, 1e15)] public long MaxObjects { get; init; }
}
