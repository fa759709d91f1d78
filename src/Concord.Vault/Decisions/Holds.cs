using Concord.Dicom.DataElements;

namespace Concord.Vault.Decisions;

/// <summary>The legal holds that are not released. Any number of threads.</summary>
internal sealed class Holds
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, LegalHold> _byNumber = [];
    private readonly Dictionary<Uid, List<LegalHold>> _byStudy = [];

    public void Add(LegalHold hold)
    {
        lock (_lock)
        {
            if (!_byNumber.TryAdd(hold.Number, hold)) return;
            if (!_byStudy.TryGetValue(hold.StudyInstanceUid, out var onStudy)) _byStudy.Add(hold.StudyInstanceUid, onStudy = []);
            onStudy.Add(hold);
        }
    }

    public void Release(long number)
    {
        lock (_lock)
        {
            if (!_byNumber.Remove(number, out var hold)) return;
            var onStudy = _byStudy[hold.StudyInstanceUid];
            onStudy.Remove(hold);
            if (onStudy.Count == 0) _byStudy.Remove(hold.StudyInstanceUid);
        }
    }

    /// <summary>The hold of a number, ended by itself or not; null when it is released, or none.</summary>
    public LegalHold? Find(long number)
    {
        lock (_lock) return _byNumber.GetValueOrDefault(number);
    }

    /// <summary>The holds on a study that last at a time.</summary>
    public IReadOnlyList<LegalHold> On(Uid study, DateTimeOffset at)
    {
        lock (_lock) return _byStudy.TryGetValue(study, out var holds) ? [.. holds.Where(hold => hold.Until is not { } until || until > at)] : [];
    }
}
