using Concord.Dicom.DataElements;

namespace Concord.Vault.Index;

/// <summary>A bundle as the index knows it.</summary>
public sealed record BundleRow(long BundleId, Uid StudyInstanceUid, Uid SeriesInstanceUid, bool IsSealed, string? Sha256, long Bytes, int Entries)
{
    /// <summary>It lies in the warm store.</summary>
    public bool IsWarm { get; init; }

    /// <summary>When it was sealed.</summary>
    public DateTimeOffset? SealedAt { get; init; }
}
