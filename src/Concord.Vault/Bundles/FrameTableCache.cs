namespace Concord.Vault.Bundles;

/// <summary>Frame tables of the objects whose frames were asked for last, so that a frame is one read. Any number of threads.</summary>
internal sealed class FrameTableCache
{
    /// <summary>All fragments of all tables kept.</summary>
    private const int MaxFragments = 1 << 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<(long BundleId, long PartTenOffset), LinkedListNode<Kept>> _byPlace = [];
    private readonly LinkedList<Kept> _byUse = [];
    private int _fragments;

    public FrameTable? Find(BundleEntry entry)
    {
        lock (_lock)
        {
            if (!_byPlace.TryGetValue((entry.BundleId, entry.PartTenOffset), out var node) || node.Value.ArrivalNumber != entry.ArrivalNumber) return null;
            _byUse.Remove(node);
            _byUse.AddLast(node);
            return node.Value.Table;
        }
    }

    public void Add(BundleEntry entry, FrameTable table)
    {
        var kept = new Kept((entry.BundleId, entry.PartTenOffset), entry.ArrivalNumber, table, 8 + table.Fragments.Sum(frame => frame.Count));
        if (kept.Cost > MaxFragments) return;
        lock (_lock)
        {
            if (_byPlace.Remove(kept.Place, out var before)) Drop(before);
            _byPlace.Add(kept.Place, _byUse.AddLast(kept));
            _fragments += kept.Cost;
            while (_fragments > MaxFragments)
            {
                _byPlace.Remove(_byUse.First!.Value.Place);
                Drop(_byUse.First);
            }
        }
    }

    private void Drop(LinkedListNode<Kept> node)
    {
        _fragments -= node.Value.Cost;
        _byUse.Remove(node);
    }

    private sealed record Kept((long BundleId, long PartTenOffset) Place, long ArrivalNumber, FrameTable Table, int Cost);
}
