using Concord.Vault.Changes;
using Concord.Vault.Lifecycle;
using Concord.Vault.Sites;

namespace Concord.Vault.Index;

/// <summary>What the replacement of bundles does to the rows: the new bundle takes over the counts, and whatever else names an old one means the new one.
/// Instances keep their rows: the work is one of bundles.</summary>
internal sealed class ReplacementRows(SqlSession session, IndexRows rows, SourceSites sites)
{
    private long _highestPurged = session.Number("SELECT MAX(arrival) FROM purged") ?? 0;

    /// <summary>After a rollback.</summary>
    public void RolledBack() => _highestPurged = session.Number("SELECT MAX(arrival) FROM purged") ?? 0;

    /// <summary>The bytes are gone from every bundle, whenever they came.</summary>
    public bool IsPurged(long arrivalNumber) =>
        arrivalNumber <= _highestPurged && session.Number("SELECT 1 FROM purged WHERE arrival = @1", arrivalNumber) is not null;

    /// <summary>The change to be told; null when the replacement is known.</summary>
    /// <param name="remove">Takes an instance out of all that counts it; false when it was not there.</param>
    public Change? Apply(IndexEvent.BundlesReplaced replaced, Func<DeletedInstance, bool> remove)
    {
        if (session.Number("SELECT 1 FROM replaced_bundle WHERE bundle_id = @1", replaced.From[0]) is not null) return null;
        foreach (var gone in replaced.Purged) Purge(replaced, gone, remove);
        var holder = replaced.Into is { } into ? rows.Holder(into.BundleId) : null;
        if (holder is not null && holder.Id == replaced.Into!.BundleId) Describe(holder, replaced, replaced.Into);
        foreach (var bundleId in replaced.From) Hand(rows.Bundle(bundleId), holder, replaced);
        return new(0, replaced.At, replaced.Kind, replaced.StudyInstanceUid, replaced.SeriesInstanceUid, default, replaced.Who, replaced.Why);
    }

    private void Describe(BundleState bundle, IndexEvent.BundlesReplaced replaced, IndexEvent.BundleSealed made)
    {
        (bundle.StudyUid, bundle.SeriesUid) = (replaced.StudyInstanceUid.ToString(), replaced.SeriesInstanceUid.ToString());
        (bundle.Sha256, bundle.SealedBytes, bundle.SealedEntries, bundle.SealedAt) = (made.Sha256, made.Bytes, made.Entries, made.At);
        (bundle.FirstArrival, bundle.LastAt) = (replaced.FirstArrival, replaced.LastAt.ToUnixTimeMilliseconds());
        bundle.Site = replaced.FirstOrigin is { } origin ? sites.Of(origin) : "";
    }

    /// <summary>The counts of an old bundle go to the one that holds its objects; its row goes.</summary>
    private void Hand(BundleState old, BundleState? holder, IndexEvent.BundlesReplaced replaced)
    {
        if (holder is not null)
        {
            holder.ArrivedBytes += old.ArrivedBytes;
            holder.ArrivedEntries += old.ArrivedEntries;
            holder.LiveEntries += old.LiveEntries;
            rows.Touch(holder);
        }
        old.Into = holder?.Id ?? 0;
        rows.Touch(old);
        session.Execute("UPDATE replaced_bundle SET into_id = @2 WHERE into_id = @1", old.Id, old.Into.Value);
        session.Execute("INSERT INTO replaced_bundle (bundle_id, into_id, study_uid, series_uid, number) VALUES (@1, @2, @3, @4, @5)",
            old.Id, old.Into.Value, replaced.StudyInstanceUid.ToString(), replaced.SeriesInstanceUid.ToString(), replaced.Number);
    }

    /// <summary>An object that is in no bundle any more is not counted in any; one that is still to be told of will not be.</summary>
    private void Purge(IndexEvent.BundlesReplaced replaced, PurgedInstance gone, Func<DeletedInstance, bool> remove)
    {
        var named = new DeletedInstance(replaced.From[0], gone.ArrivalNumber, replaced.StudyInstanceUid, replaced.SeriesInstanceUid, gone.SopInstanceUid);
        var isCounted = remove(named) || session.Number("SELECT 1 FROM tombstone WHERE arrival = @1 AND is_counted = 1", gone.ArrivalNumber) is not null;
        session.Execute("UPDATE tombstone SET is_counted = 1 WHERE arrival = @1", gone.ArrivalNumber);
        session.Execute("DELETE FROM rejected WHERE arrival = @1", gone.ArrivalNumber);
        session.Execute("INSERT INTO purged (arrival) VALUES (@1) ON CONFLICT DO NOTHING", gone.ArrivalNumber);
        _highestPurged = Math.Max(_highestPurged, gone.ArrivalNumber);
        if (!isCounted) return;
        var bundle = rows.Bundle(replaced.From[0]);
        bundle.ArrivedBytes -= gone.Bytes;
        bundle.ArrivedEntries--;
    }
}
