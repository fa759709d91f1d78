using Concord.Vault.Sites;

namespace Concord.Vault.Index;

/// <summary>A bundle row in the writer's hands.</summary>
internal sealed class BundleState(long id)
{
    public long Id { get; } = id;

    public string StudyUid { get; set; } = "";

    public string SeriesUid { get; set; } = "";

    public long FirstArrival { get; set; } = long.MaxValue;

    public long ArrivedBytes { get; set; }

    public long ArrivedEntries { get; set; }

    public long LiveEntries { get; set; }

    /// <summary>Of the lowest arrival.</summary>
    public string Site { get; set; } = "";

    /// <summary>When something last came, Unix milliseconds.</summary>
    public long LastAt { get; set; }

    /// <summary>Where the bundle is counted, and what of it; null when it is not yet.</summary>
    public (string Site, SiteFigures Figures)? Counted { get; set; }

    public string? Sha256 { get; set; }

    public long? SealedBytes { get; set; }

    public long? SealedEntries { get; set; }

    public DateTimeOffset? SealedAt { get; set; }

    /// <summary>What it adds to its site: its bytes on the disk, and all that lies in it.</summary>
    public SiteFigures Figures => new(SealedBytes ?? ArrivedBytes, ArrivedEntries, 0, 0);

    /// <summary>The bundle was replaced by this one, or one that this one was replaced by; 0 when nothing is left; null when it was not replaced.</summary>
    public long? Into { get; set; }

    /// <summary>It lies in the warm store.</summary>
    public bool IsWarm { get; set; }

    /// <summary>The fact that says so; 0: none, it lies where it was sealed.</summary>
    public long MovedNumber { get; set; }

    public bool IsDirty { get; set; }
}
