namespace Concord.Vault.Index;

/// <summary>What the highest-numbered decision about an arrival says.</summary>
internal enum TombstoneState
{
    /// <summary>It was rejected and is back.</summary>
    Restored = 0,
    Rejected = 1,
}

/// <summary>A row of <c>tombstone</c>.</summary>
/// <param name="IsCounted">The arrival came, and is among its bundle's arrived entries.</param>
/// <param name="Number">The decision; 0 in rows of an older index.</param>
internal readonly record struct TombstoneRow(bool IsCounted, long Number, TombstoneState State);

/// <summary>Arrivals that something was decided about, and those that are rejected.</summary>
internal sealed class TombstoneRows(SqlSession session)
{
    private long _highest = session.Number("SELECT MAX(arrival) FROM tombstone") ?? 0;

    public TombstoneRow? Find(long arrival)
    {
        if (arrival > _highest) return null;
        using var row = session.Query("SELECT is_counted, number, state FROM tombstone WHERE arrival = @1", arrival);
        return row.Read() ? new(row.GetInt64(0) != 0, row.GetInt64(1), (TombstoneState)row.GetInt64(2)) : null;
    }

    public void Put(long arrival, TombstoneRow tombstone)
    {
        session.Execute("""
            INSERT INTO tombstone (arrival, is_counted, number, state) VALUES (@1, @2, @3, @4)
            ON CONFLICT (arrival) DO UPDATE SET is_counted = excluded.is_counted, number = excluded.number, state = excluded.state
            """, arrival, tombstone.IsCounted ? 1L : 0L, tombstone.Number, (long)tombstone.State);
        _highest = Math.Max(_highest, arrival);
    }

    /// <summary>Lists the instance as rejected by a decision.</summary>
    public void List(DeletedInstance instance, long number) => session.Execute("""
        INSERT INTO rejected (arrival, number, study_uid, series_uid, sop_uid, bytes) VALUES (@1, @2, @3, @4, @5, @6)
        ON CONFLICT (arrival) DO UPDATE SET number = excluded.number
        """, instance.ArrivalNumber, number, instance.StudyInstanceUid.ToString(), instance.SeriesInstanceUid.ToString(), instance.SopInstanceUid.ToString(), instance.Bytes);

    public void Unlist(long arrival) => session.Execute("DELETE FROM rejected WHERE arrival = @1", arrival);

    /// <summary>After a rollback.</summary>
    public void RolledBack() => _highest = session.Number("SELECT MAX(arrival) FROM tombstone") ?? 0;
}
