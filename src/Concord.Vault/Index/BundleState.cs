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

    public string? Sha256 { get; set; }

    public long? SealedBytes { get; set; }

    public long? SealedEntries { get; set; }

    public DateTimeOffset? SealedAt { get; set; }

    public bool IsDirty { get; set; }
}
