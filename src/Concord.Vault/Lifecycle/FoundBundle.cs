using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Receive;

namespace Concord.Vault.Lifecycle;

/// <summary>A bundle that start-up found open: whole objects in the file, which ends with them, and in spool files beside it.</summary>
internal sealed record FoundBundle(long BundleId, DiskFile File, IReadOnlyList<ScannedEntry> Entries, IReadOnlyList<SpoolFile> Spooled)
{
    /// <summary>Bytes of whole objects in the file.</summary>
    public long End => Entries.Count == 0 ? 0 : Entries[^1].End;

    public IEnumerable<EntryRecord> Records => Entries.Select(entry => entry.Header.Record!).Concat(Spooled.Select(spool => spool.Front!.Record));

    /// <summary>The series; null when nothing is in it.</summary>
    public SeriesKey? Key => Records.FirstOrDefault() is { } first ? new(first.StudyInstanceUid, first.SeriesInstanceUid) : null;
}
