using Concord.Vault.Blobs;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Backup;

/// <summary>What the facts say just now of where bundles are. Read without the folder's lock: whole lines only. Blocking.</summary>
internal sealed class FactsLook
{
    private readonly Dictionary<long, ReplacedFact> _replacedBy = [];
    private readonly List<Fact> _replacing = [];
    private bool _isAnyMoved;

    private FactsLook(long end) => End = end;

    /// <summary>Bytes of whole lines that were looked at.</summary>
    public long End { get; private set; }

    /// <summary>The highest number of any fact.</summary>
    public long Highest { get; private set; }

    /// <summary>Facts that say that bundles are in another file, in order.</summary>
    public IReadOnlyList<Fact> Replacing => _replacing;

    /// <summary>Whether any of them says that bundles are in another file than before: replaced, or moved between stores.</summary>
    public bool AnyReplaced => _replacedBy.Count > 0 || _isAnyMoved;

    /// <summary>Reads from one line's end on to another's, or to the last whole line; lines that do not check are passed over, as by who opens the archive.</summary>
    public static FactsLook Read(DataFolder folder, long from = 0, long? to = null)
    {
        var look = new FactsLook(from);
        if (!File.Exists(folder.Facts)) return look;
        using var file = Posix.OpenUnlocked(folder.Facts);
        var length = to ?? RandomAccess.GetLength(file);
        foreach (var line in JournalLines.Of(file, from, length))
        {
            if (look.End + line.Length + 1 > length) break; // its line feed is not there yet
            look.End += line.Length + 1;
            if (JournalLines.JsonOf(line) is { } json && FactsLog.TryParse(json.Span) is { } fact) look.Take(fact);
        }
        return look;
    }

    /// <summary>The bundles that are meant, lowest first: all files but those that others have taken the place of, and those whose place was decided and not yet taken.</summary>
    public IReadOnlyList<long> BundlesOf(DataFolder folder, BundleLocator locator)
    {
        var ids = new SortedSet<long>(locator.ListBundles());
        foreach (var (from, replaced) in _replacedBy)
        {
            if (!IsThere(folder, locator, replaced)) continue; // then nothing is taken away, and what it is to replace counts
            ids.Remove(from);
            if (replaced.Sha256 is not null && !_replacedBy.ContainsKey(replaced.Into)) ids.Add(replaced.Into);
        }
        return [.. ids];
    }

    private bool IsThere(DataFolder folder, BundleLocator locator, ReplacedFact replaced) =>
        replaced.Sha256 is null || _replacedBy.ContainsKey(replaced.Into) || File.Exists(locator.PathOf(replaced.Into)) || File.Exists(folder.NewPathOf(replaced.Into)) || File.Exists(locator.PathOf(replaced.Into));

    private void Take(Fact fact)
    {
        Highest = Math.Max(Highest, fact.Number);
        if (fact.Replaced is not null) _replacing.Add(fact);
        _isAnyMoved |= fact.Moved is not null;
        foreach (var from in fact.Replaced?.From ?? []) _replacedBy[from.BundleId] = fact.Replaced!;
    }
}
