using Concord.Dicom.DataElements;
using Concord.Trust.Identity;
using Concord.Vault.ExtendedTags;
using Concord.Vault.Lifecycle;
using Concord.Vault.Sites;

namespace Concord.Vault.Index;

/// <summary>One fact for the index, durable in a bundle or in the facts log before it is handed over. Replaying all of them, lowest
/// <see cref="Number"/> first, gives the same index; so does any other order (rows keep the number that their values came from).</summary>
/// <param name="Number">From the archive's one sequence: arrivals, objects kept aside, deletions and whatever else is decided.</param>
public abstract record IndexEvent(long Number)
{
    /// <summary>An instance was kept. Said again of an instance that is indexed, it only offers its values to a series that lost theirs.</summary>
    public sealed record InstanceArrived(InstanceRow Row) : IndexEvent(Row.ArrivalNumber);

    /// <summary>Other content for a SOP Instance UID that is already there was kept aside: a change feed entry and a flag on the series.</summary>
    public sealed record InstanceKeptAside(InstanceRow Row) : IndexEvent(Row.ArrivalNumber);

    /// <summary>Instances are rejected: gone until they are restored; the bundles keep their bytes until a purge.</summary>
    public sealed record InstancesDeleted(long Number, DateTimeOffset At, string Who, string Why, IReadOnlyList<DeletedInstance> Instances) : IndexEvent(Number)
    {
        /// <summary>What was named, and the circumstances; null: each of the instances.</summary>
        public Decision? Decision { get; init; }
    }

    /// <summary>A rejected instance is back, unless a higher-numbered decision says otherwise. With the row that its arrival had.</summary>
    public sealed record InstanceRestored(long Number, InstanceRow Row) : IndexEvent(Number);

    /// <summary>Rejected instances are back; told after each <see cref="InstanceRestored"/>. One whose arrival is still to come is counted when it comes.</summary>
    public sealed record InstancesRestored(Decision Decision, IReadOnlyList<DeletedInstance> Instances) : IndexEvent(Decision.Number);

    /// <summary>Anything else that was decided: holds, requests and their answers.</summary>
    /// <param name="Instances">Those that the feed names one by one.</param>
    public sealed record Decided(Decision Decision, IReadOnlyList<DeletedInstance> Instances) : IndexEvent(Decision.Number);

    /// <summary>A site stands otherwise with its quota from now on.</summary>
    internal sealed record QuotaCrossed(long Number, DateTimeOffset At, string Who, string Why, string Site, QuotaState State) : IndexEvent(Number);

    /// <summary>Attributes of studies, or of one series of one, are set right.</summary>
    /// <param name="Studies">Each with what the archive said of it before, as DICOM JSON.</param>
    /// <param name="Set">The attributes, as DICOM JSON.</param>
    internal sealed record Corrected(
        long Number, DateTimeOffset At, string Who, string Why, IReadOnlyList<(Uid Study, string Before)> Studies, Uid? Series, string Set) : IndexEvent(Number);

    /// <summary>A correction counts no more.</summary>
    internal sealed record CorrectionUndone(long Number, DateTimeOffset At, string Who, string Why, long Undone, IReadOnlyList<Uid> Studies) : IndexEvent(Number);

    /// <summary>A bundle was sealed: immutable from now on. Number 0: not part of the sequence, found by looking at the bundle.</summary>
    public sealed record BundleSealed(long BundleId, string Sha256, long Bytes, int Entries, DateTimeOffset At) : IndexEvent(0);

    /// <summary>Sealed bundles of one series are gone; what was in them is in another one, but for what was purged.</summary>
    /// <param name="Kind">Of the change: <c>replaced</c> or <c>purged</c>.</param>
    /// <param name="Into">The bundle that holds it all now; null when nothing is left.</param>
    /// <param name="FirstArrival">Lowest arrival number in that.</param>
    /// <param name="FirstOrigin">Of that object.</param>
    /// <param name="LastAt">When the last of its objects came.</param>
    internal sealed record BundlesReplaced(
        long Number, DateTimeOffset At, string Who, string Why, string Kind, Uid StudyInstanceUid, Uid SeriesInstanceUid, IReadOnlyList<long> From,
        BundleSealed? Into, long FirstArrival, Origin? FirstOrigin, DateTimeOffset LastAt, IReadOnlyList<PurgedInstance> Purged) : IndexEvent(Number);

    /// <summary>A sealed bundle lies in another store since.</summary>
    public sealed record BundleMoved(long Number, DateTimeOffset At, string Who, string Why, long BundleId, Uid Study, Uid Series, bool IsToWarm) : IndexEvent(Number);

    /// <summary>The damaged bytes of a sealed bundle were replaced by whole ones: a change feed entry.</summary>
    public sealed record BundleRepaired(long Number, DateTimeOffset At, string Who, string Why, long BundleId, Uid Study, Uid Series) : IndexEvent(Number);

    /// <summary>Bundles were read. Lost with the index; age counts from sealing then.</summary>
    internal sealed record BundlesTouched(IReadOnlyCollection<long> BundleIds, DateTimeOffset At) : IndexEvent(0);

    /// <summary>All bytes of a sealed bundle were read and are what was sealed. Lost with the index; it counts from its sealing then.</summary>
    internal sealed record BundleChecked(long BundleId, DateTimeOffset At) : IndexEvent(0);

    /// <summary>No number up to this one is still to come: what is not indexed of them was given and never used (an append that failed).
    /// Said after the replay at start, it lets <see cref="VaultIndex.HighestNumber"/> pass such gaps.</summary>
    public sealed record SequenceComplete(long Number) : IndexEvent(Number);

    /// <summary>What objects of a series say of extended tags that came after them. Lost with the index; then all objects are read again.</summary>
    /// <param name="Tags">The tags that the heads were slimmed with.</param>
    /// <param name="Source">The instance that the series' row is made of; null when it was not read.</param>
    /// <param name="Instances">Instances of the series.</param>
    /// <param name="IsWhole">With what was said before that is all of the series.</param>
    /// <param name="IsUnreadable">Not all of it could be read.</param>
    internal sealed record ExtendedRead(
        Uid Study, Uid Series, ExtendedTagSet Tags, InstanceRow? Source, IReadOnlyList<InstanceRow> Instances, bool IsWhole, bool IsUnreadable) : IndexEvent(0);

    /// <summary>Values of a tag that was removed go, of some series.</summary>
    internal sealed record ExtendedForgotten(long TagNumber) : IndexEvent(0);

    /// <summary>A consumer of the change feed has come so far.</summary>
    internal sealed record CursorMoved(string Consumer, long ChangeNumber) : IndexEvent(0);
}
