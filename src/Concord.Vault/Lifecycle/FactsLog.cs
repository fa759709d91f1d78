using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Decisions;
using Concord.Vault.Index;

namespace Concord.Vault.Lifecycle;

/// <summary>The append-only log of what is in no object: one line a fact. Durable before the answer.</summary>
/// <remarks>One appender at a time; blocking.</remarks>
internal sealed class FactsLog : IDisposable
{
    private readonly Lock _lock = new();
    private readonly JournalFile _journal;

    private FactsLog(JournalFile journal) => _journal = journal;

    /// <summary>Bytes of whole lines.</summary>
    public long End => _journal.End;

    /// <summary>Whether the last fact is durable is not known; start-up will see, and none is taken until then.</summary>
    public bool IsBroken => _journal.IsBroken;

    /// <summary>Opens the log; a torn last line, which was never acknowledged, is set aside. One that the index is marked to know was, and stays, whatever became of it.</summary>
    public static FactsLog Open(DataFolder folder, Disk disk) =>
        new(JournalFile.Open(folder, disk, folder.Facts, FactsMark.Read(folder, File.Exists(folder.Facts) ? new FileInfo(folder.Facts).Length : 0)));

    /// <summary>Writes a fact, numbered by <paramref name="numbers"/>; durable on return.</summary>
    /// <exception cref="IOException">It is not durable.</exception>
    public Fact Append(NumberSequence numbers, Func<long, Fact> make)
    {
        lock (_lock)
        {
            var fact = make(numbers.Next());
            _journal.Append(JsonSerializer.SerializeToUtf8Bytes(fact, FactJson.Default.Fact));
            return fact;
        }
    }

    /// <summary>All facts from an offset on; lines that do not check are passed over and counted.</summary>
    public (List<Fact> Facts, int Damaged) Read(long from = 0)
    {
        var facts = new List<Fact>();
        var damaged = 0;
        foreach (var json in _journal.Read(from))
        {
            if (json is { } whole && TryParse(whole.Span) is { } fact) facts.Add(fact);
            else damaged++;
        }
        return (facts, damaged);
    }

    public void Dispose() => _journal.Dispose();

    /// <summary>What the index is told of a fact; null for kinds that this version does not know. Of instances that are restored it is told one by one before.</summary>
    public static IndexEvent? ToEvent(Fact fact) => fact switch
    {
        { Kind: Fact.DeletedKind, Deleted: { Count: > 0 } deleted } => new IndexEvent.InstancesDeleted(fact.Number, fact.At, fact.Who, fact.Why, [.. deleted.Select(InstanceOf)])
        {
            Decision = fact.Decision is { } named ? DecisionOf(fact, named, deleted) : null,
        },
        { Kind: Fact.RestoredKind, Decision: { Entries: { } entries } named } => new IndexEvent.InstancesRestored(DecisionOf(fact, named, entries), [.. entries.Select(InstanceOf)]),
        { Kind: Fact.HeldKind or Fact.ReleasedKind or Fact.PurgeRequestedKind or Fact.PurgeApprovedKind or Fact.PurgeRefusedKind or Fact.CertifiedKind, Decision: { } named } =>
            new IndexEvent.Decided(DecisionOf(fact, named, named.Entries ?? []), named.NamesInstances ? [.. (named.Entries ?? []).Select(InstanceOf)] : []),
        { Kind: Fact.MovedKind, Moved: { } moved } => new IndexEvent.BundleMoved(
            fact.Number, fact.At, fact.Who, fact.Why, moved.BundleId, Uid.Parse(moved.Study), Uid.Parse(moved.Series), moved.IsToWarm),
        { Kind: Fact.RepairedKind, Repaired: { } repaired } => new IndexEvent.BundleRepaired(
            fact.Number, fact.At, fact.Who, fact.Why, repaired.BundleId, Uid.Parse(repaired.Study), Uid.Parse(repaired.Series)),
        { Kind: Fact.ReplacedKind or Fact.PurgedKind, Replaced: { } replaced } => ToEvent(fact, replaced),
        { Kind: Fact.CorrectedKind, Correction: { Set: { } set } said } => new IndexEvent.Corrected(
            fact.Number, fact.At, fact.Who, fact.Why, [.. said.Studies.Select(one => (Uid.Parse(one.Study), one.Before ?? "{}"))], said.Series is { } series ? Uid.Parse(series) : null, set),
        { Kind: Fact.UndoneKind, Correction: { } said } => new IndexEvent.CorrectionUndone(fact.Number, fact.At, fact.Who, fact.Why, said.Undoes, [.. said.Studies.Select(one => Uid.Parse(one.Study))]),
        { Kind: Fact.QuotaKind, Quota: { } quota } => new IndexEvent.QuotaCrossed(fact.Number, fact.At, fact.Who, fact.Why, quota.Site, quota.State),
        _ => null,
    };

    private static DeletedInstance InstanceOf(DeletedFact entry) =>
        new(entry.BundleId, entry.ArrivalNumber, Uid.Parse(entry.Study), Uid.Parse(entry.Series), Uid.Parse(entry.Instance)) { Bytes = entry.Bytes };

    private static Decision DecisionOf(Fact fact, DecisionFact named, IReadOnlyList<DeletedFact> entries) => new(
        fact.Number, fact.Kind, fact.At, fact.Who, fact.Why, Uid.Parse(named.Study), named.Series is { } series ? Uid.Parse(series) : default,
        named.NamesInstances && entries is [var only] ? Uid.Parse(only.Instance) : default)
    {
        Reason = named.Reason ?? "",
        NamesInstances = named.NamesInstances,
        Instances = entries.Count,
        Bytes = entries.Sum(entry => entry.Bytes),
        StudyDate = named.StudyDate ?? "",
        Modalities = named.Modalities ?? "",
        Description = named.Description ?? "",
        Until = named.Until,
        Answers = named.Answers,
        Certificate = named.CertificateText is { } text ? new(named.Certificate, fact.Number, CertificateChain.Sha256Of(text), text) : null,
    };
    private static IndexEvent.BundlesReplaced ToEvent(Fact fact, ReplacedFact replaced)
    {
        var into = replaced.Sha256 is { } sha256 ? new IndexEvent.BundleSealed(replaced.Into, sha256, replaced.Bytes, replaced.Entries, fact.At) : null;
        return new(fact.Number, fact.At, fact.Who, fact.Why, fact.Kind, Uid.Parse(replaced.Study), Uid.Parse(replaced.Series), [.. replaced.From.Select(from => from.BundleId)],
            into, replaced.FirstArrival, replaced.FirstOrigin, replaced.LastAt, [.. replaced.Purged.Select(gone => new PurgedInstance(gone.ArrivalNumber, Uid.Parse(gone.Instance), gone.Sha256, gone.Bytes))]);
    }

    /// <summary>Null for bytes that are no fact.</summary>
    public static Fact? TryParse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, FactJson.Default.Fact);
        }
        catch (JsonException)
        {
            return null; // counted as damaged by the caller
        }
    }
}
