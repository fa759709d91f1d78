namespace Concord.Vault.Index;

/// <summary>Locator rows, so that adding one costs the same however many there are. They come into a table small enough for memory; from there they are moved, in the order of
/// their hashes, into sorted runs, and eight runs of a level into one of the next. Everything moves in the commits that rows come in with, a few rows for each that came: there
/// is no second thread, no other file and no state that a crash could part from the rows.</summary>
/// <param name="maxIncoming">Where rows come in is moved on when it has so many: its pages lie in memory, and a commit writes few of them.</param>
/// <param name="minStep">Fewest rows moved in one step.</param>
internal sealed class Locator(SqlSession session, int maxIncoming = Locator.MaxIncoming, int minStep = Locator.MinStep)
{
    private const int MaxIncoming = 1 << 15;

    /// <summary>Full slots that are merged at once.</summary>
    private const int FanIn = 8;

    /// <summary>Rows moved on each level for each that comes in: a merge of eight is through before three more slots are full.</summary>
    private const int Pace = 3;

    private const int MinStep = 512;

    /// <summary>Most rows moved in one step.</summary>
    private const int MaxStep = 4096;

    private const int Free = 0, Filling = 1, Full = 2, Merging = 3;

    private int[,] _states = new int[LocatorTables.Levels, LocatorTables.Slots];
    private long[,] _rowCounts = new long[LocatorTables.Levels, LocatorTables.Slots];
    private readonly LocatorMerge?[] _merges = new LocatorMerge?[LocatorTables.Levels + 1]; // by level + 1
    private List<string>? _tables;
    private long _incoming = -1;
    private long _credit;

    /// <summary>Tables with rows, where they come in first.</summary>
    private List<string> Tables
    {
        get
        {
            EnsureLoaded();
            return _tables ??= [LocatorTables.Incoming, .. Where(state => state != Free)];
        }
    }

    public void Add(LocatorRow row)
    {
        EnsureLoaded();
        session.Execute("INSERT INTO locator (uid_hash, arrival, bundle_id, series_key, class_key, bytes) VALUES (@1, @2, @3, @4, @5, @6)",
            row.UidHash, row.Arrival, row.BundleId, row.SeriesKey, row.ClassKey, row.Bytes);
        _incoming++;
        _credit = Math.Min(_credit + Pace, MaxStep);
    }

    /// <summary>The row of an arrival; null when there is none.</summary>
    public LocatorRow? Find(long uidHash, long arrival)
    {
        using var row = session.Query(LocatorTables.Union(Tables, " WHERE uid_hash = @1 AND arrival = @2"), uidHash, arrival);
        return row.Read() ? new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)) : null;
    }

    /// <summary>Takes the row out.</summary>
    public void Remove(LocatorRow row)
    {
        foreach (var table in Tables)
        {
            if (session.Execute($"DELETE FROM {table} WHERE uid_hash = @1 AND arrival = @2", row.UidHash, row.Arrival) == 0) continue;
            if (table == LocatorTables.Incoming) _incoming--;
            return;
        }
    }

    /// <summary>Before each commit: moves rows on, as many as those that came since allow.</summary>
    public void Work()
    {
        if (_credit < minStep) return;
        for (var level = -1; level < LocatorTables.Levels; level++)
            if ((_merges[level + 1] ??= TryBegin(level)) is { } merge) Step(merge, _credit);
        _credit = 0;
    }

    /// <summary>After a rollback: all is read again.</summary>
    public void RolledBack()
    {
        (_incoming, _credit, _tables) = (-1, 0, null);
        Array.Clear(_merges);
        _states = new int[LocatorTables.Levels, LocatorTables.Slots];
        _rowCounts = new long[LocatorTables.Levels, LocatorTables.Slots];
    }

    private void EnsureLoaded()
    {
        if (_incoming >= 0) return;
        using (var slots = session.Query("SELECT level, slot, state, row_count FROM locator_slot"))
            while (slots.Read())
                (_states[slots.GetInt64(0), slots.GetInt64(1)], _rowCounts[slots.GetInt64(0), slots.GetInt64(1)]) = ((int)slots.GetInt64(2), slots.GetInt64(3));
        using (var merges = session.Query("SELECT level, into_level, into_slot, next_hash, total FROM locator_merge"))
            while (merges.Read())
                _merges[merges.GetInt64(0) + 1] = new()
                {
                    Level = (int)merges.GetInt64(0),
                    IntoLevel = (int)merges.GetInt64(1),
                    IntoSlot = (int)merges.GetInt64(2),
                    NextHash = merges.GetInt64(3),
                    Total = merges.GetInt64(4),
                };
        _incoming = session.Number("SELECT COUNT(*) FROM locator") ?? 0;
    }

    /// <summary>Begins a merge when there is enough to merge and a place for it.</summary>
    private LocatorMerge? TryBegin(int level)
    {
        var into = Math.Min(level + 1, LocatorTables.Levels - 1);
        var total = level < 0 ? _incoming : FullRows(level);
        if (total == 0 || (level < 0 && total < maxIncoming) || FindFree(into) is not { } slot) return null;
        if (level >= 0) MarkFull(level);
        SetSlot(into, slot, Filling, 0);
        return new() { Level = level, IntoLevel = into, IntoSlot = slot, Total = total };
    }

    /// <summary>Moves about so many rows, and ends the merge when none is left.</summary>
    private void Step(LocatorMerge merge, long rows)
    {
        var end = merge.EndOfStep(rows);
        List<string> sources = merge.Level < 0 ? [LocatorTables.Incoming] : [.. Where(state => state == Merging, merge.Level)];
        const string range = " WHERE uid_hash >= @1 AND uid_hash <= @2";
        var moved = session.Execute($"INSERT INTO {LocatorTables.NameOf(merge.IntoLevel, merge.IntoSlot)} {LocatorTables.Union(sources, range)} ORDER BY uid_hash, arrival", merge.NextHash, end);
        foreach (var source in sources) session.Execute($"DELETE FROM {source}{range}", merge.NextHash, end);
        if (merge.Level < 0) _incoming -= moved;
        var isDone = end == long.MaxValue;
        SetSlot(merge.IntoLevel, merge.IntoSlot, isDone ? Full : Filling, _rowCounts[merge.IntoLevel, merge.IntoSlot] + moved);
        if (isDone) End(merge);
        else
        {
            merge.NextHash = end + 1;
            session.Execute("""
                INSERT INTO locator_merge (level, into_level, into_slot, next_hash, total) VALUES (@1, @2, @3, @4, @5)
                ON CONFLICT (level) DO UPDATE SET into_level = excluded.into_level, into_slot = excluded.into_slot, next_hash = excluded.next_hash, total = excluded.total
                """, (long)merge.Level, (long)merge.IntoLevel, (long)merge.IntoSlot, merge.NextHash, merge.Total);
        }
    }

    private void End(LocatorMerge merge)
    {
        session.Execute("DELETE FROM locator_merge WHERE level = @1", (long)merge.Level);
        _merges[merge.Level + 1] = null;
        if (merge.Level < 0) return;
        for (var slot = 0; slot < LocatorTables.Slots; slot++)
            if (_states[merge.Level, slot] == Merging) SetSlot(merge.Level, slot, Free, 0);
    }

    /// <summary>Rows of a level's full slots when they are enough to be merged, else 0.</summary>
    private long FullRows(int level)
    {
        long rows = 0;
        var full = 0;
        for (var slot = 0; slot < LocatorTables.Slots; slot++)
            if (_states[level, slot] == Full) (full, rows) = (full + 1, rows + _rowCounts[level, slot]);
        return full < FanIn ? 0 : Math.Max(rows, 1);
    }

    private void MarkFull(int level)
    {
        for (var slot = 0; slot < LocatorTables.Slots; slot++)
            if (_states[level, slot] == Full) SetSlot(level, slot, Merging, _rowCounts[level, slot]);
    }

    private int? FindFree(int level)
    {
        for (var slot = 0; slot < LocatorTables.Slots; slot++)
            if (_states[level, slot] == Free) return slot;
        return null; // the level above is late: what is here waits
    }

    private IEnumerable<string> Where(Func<int, bool> isMeant, int? only = null)
    {
        for (var level = only ?? 0; level <= (only ?? LocatorTables.Levels - 1); level++)
            for (var slot = 0; slot < LocatorTables.Slots; slot++)
                if (isMeant(_states[level, slot])) yield return LocatorTables.NameOf(level, slot);
    }

    private void SetSlot(int level, int slot, int state, long rowCount)
    {
        if (_states[level, slot] != state) _tables = null;
        (_states[level, slot], _rowCounts[level, slot]) = (state, rowCount);
        session.Execute("""
            INSERT INTO locator_slot (level, slot, state, row_count) VALUES (@1, @2, @3, @4)
            ON CONFLICT (level, slot) DO UPDATE SET state = excluded.state, row_count = excluded.row_count
            """, (long)level, (long)slot, (long)state, rowCount);
    }
}
