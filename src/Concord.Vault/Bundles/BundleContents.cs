using Concord.Dicom.DataElements;

namespace Concord.Vault.Bundles;

/// <summary>What is in the bundles of one series, by SOP Instance UID: what decides duplicates. One user at a time, the bundle's appender.</summary>
internal sealed class BundleContents(Tombstones tombstones)
{
    private readonly Dictionary<Uid, BundleEntry> _instances = [];
    private readonly Dictionary<Uid, List<(BundleEntry Entry, ReadOnlyMemory<byte> Sha256)>> _aside = [];

    public void Add(BundleEntry entry)
    {
        if (!tombstones.Contains(entry.BundleId, entry.ArrivalNumber)) _instances[entry.SopInstanceUid] = entry;
    }

    public void AddAside(BundleEntry entry, ReadOnlyMemory<byte> sha256)
    {
        if (!_aside.TryGetValue(entry.SopInstanceUid, out var known)) _aside.Add(entry.SopInstanceUid, known = []);
        known.Add((entry, sha256));
    }

    /// <summary>Takes back what an append that failed had added.</summary>
    public void Remove(BundleEntry entry)
    {
        if (_instances.TryGetValue(entry.SopInstanceUid, out var known) && known.ArrivalNumber == entry.ArrivalNumber) _instances.Remove(entry.SopInstanceUid);
        if (_aside.TryGetValue(entry.SopInstanceUid, out var aside)) aside.RemoveAll(other => other.Entry.ArrivalNumber == entry.ArrivalNumber);
    }

    /// <summary>The live instance of that UID.</summary>
    public BundleEntry? Find(Uid sopInstance) =>
        _instances.TryGetValue(sopInstance, out var entry) && !tombstones.Contains(entry.BundleId, entry.ArrivalNumber) ? entry : null;

    /// <summary>What was kept aside under that UID with that content.</summary>
    public BundleEntry? FindAside(Uid sopInstance, ReadOnlySpan<byte> sha256)
    {
        if (!_aside.TryGetValue(sopInstance, out var known)) return null;
        foreach (var (entry, digest) in known)
            if (digest.Span.SequenceEqual(sha256)) return entry;
        return null;
    }
}
