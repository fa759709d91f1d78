using Concord.Dicom.DataElements;
using Concord.Vault.Changes;
using Concord.Trust.Identity;
using Concord.Vault.Receive;
using Concord.Vault.Sites;

namespace Concord.Vault.Index;

/// <summary>What each event does to the rows. Applying an event again changes nothing; the order of events does not matter.</summary>
internal sealed class EventApplier(SqlSession session, IndexRows rows, NumberLedger ledger, SourceIssuers issuers, SourceSites sites, Locator locator)
{
    private readonly ReplacementRows _replacements = new(session, rows, sites);
    private readonly TombstoneRows _tombstones = new(session);
    private readonly CorrectionApplier _corrections = new(session, rows);
    private readonly ExtendedApplier _extended = new(session, rows, locator);
    private long _highest = ledger.Highest; // of what was applied, committed or not: a number above it is surely new

    /// <summary>The numbers applied in this batch; they count once it is committed.</summary>
    public List<long> Numbers { get; } = [];

    /// <summary>All numbers up to here are done, says the batch; 0 when it says nothing.</summary>
    public long CompleteThrough { get; private set; }

    /// <summary>The batch's changes, in order; the writer numbers them in the commit.</summary>
    public List<Change> Changes { get; } = [];

    public void Apply(IndexEvent indexEvent)
    {
        switch (indexEvent)
        {
            case IndexEvent.InstanceArrived arrived: Arrived(arrived.Row); break;
            case IndexEvent.InstanceKeptAside aside: KeptAside(aside.Row); break;
            case IndexEvent.InstancesDeleted deleted: Deleted(deleted); break;
            case IndexEvent.InstanceRestored restored: Restored(restored); break;
            case IndexEvent.InstancesRestored restored: Restored(restored); break;
            case IndexEvent.Decided decided: Decided(decided.Decision, decided.Instances); break;
            case IndexEvent.Corrected corrected: Changes.AddRange(_corrections.Apply(corrected)); break;
            case IndexEvent.CorrectionUndone undone: Changes.AddRange(_corrections.Apply(undone)); break;
            case IndexEvent.QuotaCrossed crossed: Crossed(crossed); break;
            case IndexEvent.BundleSealed bundle: Sealed(bundle); break;
            case IndexEvent.BundlesReplaced replaced: Replaced(replaced); break;
            case IndexEvent.BundleMoved moved: Moved(moved); break;
            case IndexEvent.BundleRepaired repaired: Repaired(repaired); break;
            case IndexEvent.BundleChecked check: Checked(check); break;
            case IndexEvent.BundlesTouched touched: Touched(touched); break;
            case IndexEvent.SequenceComplete complete: CompleteThrough = Math.Max(CompleteThrough, complete.Number); break;
            case IndexEvent.ExtendedRead read: _extended.Apply(read); break;
            case IndexEvent.ExtendedForgotten forgotten: _extended.Apply(forgotten); break;
            case IndexEvent.CursorMoved cursor: MoveCursor(cursor); break;
            default: throw new NotSupportedException($"No rows for {indexEvent.GetType().Name}.");
        }
        Done(indexEvent.Number);
    }

    /// <summary>The event needs no more attention: applied, or set aside.</summary>
    public void Done(long number)
    {
        if (number <= 0) return;
        Numbers.Add(number);
        _highest = Math.Max(_highest, number);
    }

    /// <summary>After a commit.</summary>
    public void Committed()
    {
        Changes.Clear();
        Numbers.Clear();
        CompleteThrough = 0;
    }

    /// <summary>After a rollback.</summary>
    public void RolledBack()
    {
        Committed();
        _replacements.RolledBack();
        _highest = ledger.Highest;
        _tombstones.RolledBack();
    }

    private void Arrived(InstanceRow row)
    {
        var known = _tombstones.Find(row.ArrivalNumber);
        if (IsPutAway(row, known)) return;
        var hash = LocatorHash.Of(row.SopInstanceUid);
        var isNew = row.ArrivalNumber > _highest || !IsLocated(hash, row.ArrivalNumber);
        var series = BelongsToAStudy(row) ? rows.Series(row.StudyInstanceUid, row.SeriesInstanceUid) : null;
        if (isNew && series is not null) _extended.Arrived(series, row);
        if (isNew) Count(row, hash, series, known is { IsCounted: true });
        if (known is { IsCounted: false } restored) _tombstones.Put(row.ArrivalNumber, restored with { IsCounted = true });
        if (series is not null) Offer(series, row);
    }

    private void Count(InstanceRow row, long hash, SeriesState? series, bool isCounted)
    {
        var classKey = rows.ClassKey(row.SopClassUid.ToString());
        locator.Add(new(hash, row.ArrivalNumber, row.BundleId, series?.Key ?? 0, classKey, row.Bytes));
        var bundle = isCounted ? rows.Holder(row.BundleId)! : AddToBundle(row);
        bundle.LiveEntries++;
        rows.Touch(bundle);
        if (series is not null) CountInSeries(series, classKey, 1, row.Bytes);
        if (!isCounted) Changes.Add(ChangeOf(row, "stored"));
    }

    /// <summary>The row takes its values from the lowest arrival number; whoever disagrees with it flags it.</summary>
    private void Offer(SeriesState series, InstanceRow row)
    {
        var fingerprint = AttributeHashes.Fingerprint(row.Head);
        var isSource = row.ArrivalNumber < series.SourceArrival;
        if (!isSource && fingerprint == series.AgreeingFingerprint) return;
        var hashes = AttributeHashes.Of(row.Head);
        if (series is { SourceArrival: < SeriesState.NoSource } && hashes.DifferenceFrom(series.Hashes) is var difference && (series.Disagrees | difference) != series.Disagrees)
        {
            series.Disagrees |= difference;
            rows.Touch(series);
        }
        if (isSource) Take(series, row, hashes);
        if (hashes == series.Hashes) series.AgreeingFingerprint = fingerprint;
    }

    private void Take(SeriesState series, InstanceRow row, AttributeHashes hashes)
    {
        if (!ReferenceEquals(row.Origin, SeriesRefresher.NoOrigin)) (series.DefaultIssuer, series.Site) = (issuers.Of(row.Origin), sites.Of(row.Origin));
        series.NewValues = SeriesValues.Of(HeadCopy.ToUtf8(row.Head), rows.CorrectionsOf(series.Study), row.SeriesInstanceUid, series.DefaultIssuer, series.Site, row.Extended.OfSeries);
        series.Hashes = hashes;
        series.SourceArrival = row.ArrivalNumber;
        series.IsStale = false;
        rows.Touch(series);
    }

    private void KeptAside(InstanceRow row)
    {
        if (IsPutAway(row, _tombstones.Find(row.ArrivalNumber))) return;
        var added = session.Execute("""
            INSERT INTO kept_aside (arrival, bundle_id, study_uid, series_uid, sop_uid) VALUES (@1, @2, @3, @4, @5) ON CONFLICT DO NOTHING
            """, row.ArrivalNumber, row.BundleId, row.StudyInstanceUid.ToString(), row.SeriesInstanceUid.ToString(), row.SopInstanceUid.ToString());
        if (added == 0) return;
        AddToBundle(row);
        Changes.Add(ChangeOf(row, "kept-aside"));
    }

    private void Deleted(IndexEvent.InstancesDeleted deleted)
    {
        var wasTold = false; // by an index that kept no decisions
        foreach (var instance in deleted.Instances)
        {
            var known = _tombstones.Find(instance.ArrivalNumber);
            wasTold |= known is { Number: 0 };
            if (known is { } higher && higher.Number >= deleted.Number) continue;
            var wasThere = known is not { State: TombstoneState.Rejected } && Remove(instance);
            var isPurged = _replacements.IsPurged(instance.ArrivalNumber);
            _tombstones.Put(instance.ArrivalNumber, new(wasThere || isPurged || known is { IsCounted: true }, deleted.Number, TombstoneState.Rejected));
            if (!isPurged) _tombstones.List(instance, deleted.Number);
        }
        var decision = deleted.Decision ?? new Decision(deleted.Number, "deleted", deleted.At, deleted.Who, deleted.Why, deleted.Instances[0].StudyInstanceUid, default, default)
        {
            NamesInstances = true,
            Instances = deleted.Instances.Count,
        };
        if (wasTold) DecisionRows.Add(session, decision);
        else Decided(decision, deleted.Instances);
    }

    /// <summary>The feed hears of it once: of a study or series as a whole, or of each instance named.</summary>
    private void Decided(Decision decision, IReadOnlyList<DeletedInstance> instances)
    {
        if (!DecisionRows.Add(session, decision)) return;
        if (decision.Certificate is { } certificate) DecisionRows.Add(session, certificate);
        var why = decision.Reason.Length > 0 ? $"{decision.Reason} {decision.Why}" : decision.Why;
        if (!decision.NamesInstances)
            Changes.Add(new(0, decision.At, decision.Kind, decision.StudyInstanceUid, decision.SeriesInstanceUid, decision.SopInstanceUid, decision.Who, why));
        else foreach (var instance in instances)
            Changes.Add(new(0, decision.At, decision.Kind, instance.StudyInstanceUid, instance.SeriesInstanceUid, instance.SopInstanceUid, decision.Who, why));
    }

    /// <summary>Back among the living, with the values of its arrival; if that has not come yet, this is it.</summary>
    private void Restored(IndexEvent.InstanceRestored restored)
    {
        var row = restored.Row;
        var known = _tombstones.Find(row.ArrivalNumber);
        if (known is { } later && (later.Number > restored.Number || (later.Number == restored.Number && later.State != TombstoneState.Restored))) return;
        _tombstones.Put(row.ArrivalNumber, new(known is { IsCounted: true } || _replacements.IsPurged(row.ArrivalNumber), restored.Number, TombstoneState.Restored));
        _tombstones.Unlist(row.ArrivalNumber);
        Arrived(row);
    }

    private void Restored(IndexEvent.InstancesRestored restored)
    {
        foreach (var instance in restored.Instances)
        {
            var known = _tombstones.Find(instance.ArrivalNumber);
            if (known is { } higher && higher.Number >= restored.Number) continue;
            var isCounted = (known?.IsCounted ?? IsLocated(LocatorHash.Of(instance.SopInstanceUid), instance.ArrivalNumber)) || _replacements.IsPurged(instance.ArrivalNumber);
            _tombstones.Put(instance.ArrivalNumber, new(isCounted, restored.Number, TombstoneState.Restored));
            _tombstones.Unlist(instance.ArrivalNumber);
        }
        Decided(restored.Decision, restored.Instances);
    }

    private bool IsLocated(long hash, long arrival) => locator.Find(hash, arrival) is not null;

    /// <summary>False when its arrival is still to come; it will find the tombstone.</summary>
    private bool Remove(DeletedInstance instance)
    {
        if (session.Execute("DELETE FROM kept_aside WHERE arrival = @1", instance.ArrivalNumber) > 0) return true;
        if (locator.Find(LocatorHash.Of(instance.SopInstanceUid), instance.ArrivalNumber) is not { } found) return false;
        locator.Remove(found);
        if (rows.Holder(found.BundleId) is { } bundle)
        {
            bundle.LiveEntries--;
            rows.Touch(bundle);
        }
        if (found.SeriesKey == 0) return true;
        var series = rows.Series(instance.StudyInstanceUid, instance.SeriesInstanceUid);
        if (series.Key != found.SeriesKey) throw new InvalidDataException("A deletion names another series than the instance's.");
        CountInSeries(series, found.ClassKey, -1, -found.Bytes);
        _extended.Removed(series, instance.ArrivalNumber);
        if (series.SourceArrival == instance.ArrivalNumber) LoseSource(series);
        return true;
    }

    /// <summary>The values hold until an arrival that is left is read again or another comes.</summary>
    private static void LoseSource(SeriesState series)
    {
        series.SourceArrival = SeriesState.NoSource;
        series.IsStale = true;
        series.AgreeingFingerprint = 0;
        series.Study.IsSourceChanged = true;
    }

    private void Crossed(IndexEvent.QuotaCrossed crossed)
    {
        var added = session.Execute("INSERT INTO site_crossing (number, site, state) VALUES (@1, @2, @3) ON CONFLICT DO NOTHING", crossed.Number, crossed.Site, (long)crossed.State);
        if (added == 0) return;
        var kind = crossed.State switch { QuotaState.Full => "quota-full", QuotaState.Warned => "quota-warned", _ => "quota-within" };
        Changes.Add(new(0, crossed.At, kind, default, default, default, crossed.Who, crossed.Why));
    }

    private void Sealed(IndexEvent.BundleSealed sealing)
    {
        var bundle = rows.Bundle(sealing.BundleId);
        if (bundle.Into is not null) return; // it is gone
        if (string.Equals(bundle.Sha256, sealing.Sha256, StringComparison.Ordinal)) return;
        (bundle.Sha256, bundle.SealedBytes, bundle.SealedEntries, bundle.SealedAt) = (sealing.Sha256, sealing.Bytes, sealing.Entries, sealing.At);
        rows.Touch(bundle);
        _ = Uid.TryParse(bundle.StudyUid, out Uid study);
        _ = Uid.TryParse(bundle.SeriesUid, out Uid series);
        Changes.Add(new(0, sealing.At, "sealed", study, series, default, "", ""));
    }

    /// <summary>The move with the highest number says where the bundle lies.</summary>
    private void Moved(IndexEvent.BundleMoved moved)
    {
        if (!IsFirstTold(moved.Number, moved.BundleId)) return;
        var bundle = rows.Bundle(moved.BundleId);
        if (bundle.Into is null && moved.Number > bundle.MovedNumber) (bundle.IsWarm, bundle.MovedNumber) = (moved.IsToWarm, moved.Number);
        rows.Touch(bundle);
        Changes.Add(new(0, moved.At, "moved", moved.Study, moved.Series, default, moved.Who, moved.Why));
    }

    private void Repaired(IndexEvent.BundleRepaired repaired)
    {
        if (IsFirstTold(repaired.Number, repaired.BundleId)) Changes.Add(new(0, repaired.At, "repaired", repaired.Study, repaired.Series, default, repaired.Who, repaired.Why));
    }

    private bool IsFirstTold(long number, long bundleId) =>
        session.Execute("INSERT INTO bundle_event (number, bundle_id) VALUES (@1, @2) ON CONFLICT DO NOTHING", number, bundleId) > 0;

    private void Touched(IndexEvent.BundlesTouched touched)
    {
        foreach (var bundleId in touched.BundleIds)
            session.Execute("UPDATE bundle SET touched_at = @2 WHERE bundle_id = @1 AND (touched_at IS NULL OR touched_at < @2)", bundleId, touched.At.ToUnixTimeMilliseconds());
    }

    private void Checked(IndexEvent.BundleChecked check) => session.Execute(
        "UPDATE bundle SET checked_at = @2 WHERE bundle_id = @1 AND sha256 IS NOT NULL AND (checked_at IS NULL OR checked_at < @2)", check.BundleId, check.At.ToUnixTimeMilliseconds());

    private void MoveCursor(IndexEvent.CursorMoved cursor) => session.Execute("""
        INSERT INTO feed_consumer (name, change_number) VALUES (@1, @2)
        ON CONFLICT (name) DO UPDATE SET change_number = excluded.change_number WHERE excluded.change_number > feed_consumer.change_number
        """, cursor.Consumer, cursor.ChangeNumber);

    private BundleState AddToBundle(InstanceRow row)
    {
        var bundle = rows.Holder(row.BundleId) ?? throw new InvalidDataException("An arrival names a bundle of which nothing is left.");
        (bundle.StudyUid, bundle.SeriesUid) = (row.StudyInstanceUid.ToString(), row.SeriesInstanceUid.ToString());
        if (row.ArrivalNumber <= bundle.FirstArrival) (bundle.FirstArrival, bundle.Site) = (row.ArrivalNumber, sites.Of(row.Origin));
        bundle.LastAt = Math.Max(bundle.LastAt, row.Origin.At.ToUnixTimeMilliseconds());
        bundle.ArrivedBytes += row.Bytes;
        bundle.ArrivedEntries++;
        rows.Touch(bundle);
        return bundle;
    }

    private void CountInSeries(SeriesState series, long classKey, int count, long bytes)
    {
        series.Instances += count;
        series.Bytes += bytes;
        series.ClassChanges[classKey] = series.ClassChanges.GetValueOrDefault(classKey) + count;
        rows.Touch(series);
        if (series.Instances == 0) series.Empty();
    }

    private void Replaced(IndexEvent.BundlesReplaced replaced)
    {
        if (_replacements.Apply(replaced, Remove) is { } change) Changes.Add(change);
    }

    /// <summary>Purged, or rejected before it arrived: all that is left to do of the latter is to count the entry in its bundle, once.</summary>
    private bool IsPutAway(InstanceRow row, TombstoneRow? known)
    {
        if (_replacements.IsPurged(row.ArrivalNumber)) return true;
        if (known is not { State: TombstoneState.Rejected } putAway) return false;
        if (!putAway.IsCounted)
        {
            _tombstones.Put(row.ArrivalNumber, putAway with { IsCounted = true });
            AddToBundle(row);
        }
        return true;
    }

    /// <summary>Non-patient objects lie in bundles under a pseudo study that no query is to find (PS3.4 §GG).</summary>
    private static bool BelongsToAStudy(InstanceRow row) =>
        !row.StudyInstanceUid.IsNone && !row.SeriesInstanceUid.IsNone && NonPatientObjects.KeyOf(row.SopClassUid) is null;

    private static Change ChangeOf(InstanceRow row, string kind) => new(
        0, row.Origin.At, kind, row.StudyInstanceUid, row.SeriesInstanceUid, row.SopInstanceUid,
        row.Origin is { Kind: OriginKind.Dimse, CallingAeTitle.Length: > 0 } ? row.Origin.CallingAeTitle : row.Origin.Kind.ToString(), "");
}
