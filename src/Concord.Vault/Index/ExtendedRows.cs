using Concord.Vault.ExtendedTags;

namespace Concord.Vault.Index;

/// <summary>How rows of <c>extended_value</c> are written. Written again, they are the same.</summary>
internal sealed class ExtendedRows(SqlSession session)
{
    /// <summary>Series whose values of a removed tag go in one event.</summary>
    private const int SeriesPerTurn = 32;

    /// <param name="arrival">0 for a value of the series.</param>
    public void Put(ExtendedValues values, long seriesKey, long arrival)
    {
        Remove(values.Tag, seriesKey, arrival);
        var place = 0L;
        foreach (var (kind, text, number) in values.Rows)
            session.Execute("INSERT INTO extended_value (tag_key, series_key, arrival, kind, place, text, number) VALUES (@1, @2, @3, @4, @5, @6, @7)",
                values.Tag.Number, seriesKey, arrival, (long)kind, place++, text, number);
    }

    public void Remove(ExtendedTag tag, long seriesKey, long arrival) =>
        session.Execute("DELETE FROM extended_value WHERE tag_key = @1 AND series_key = @2 AND arrival = @3", tag.Number, seriesKey, arrival);

    /// <summary>All that a series has, when it goes.</summary>
    public void RemoveSeries(ExtendedTagSet tags, long seriesKey)
    {
        foreach (var tag in tags.All) session.Execute("DELETE FROM extended_value WHERE tag_key = @1 AND series_key = @2", tag.Number, seriesKey);
        SetUnread(seriesKey, null);
    }

    /// <summary>Some of what a removed tag has left.</summary>
    public void Forget(long tagNumber) => session.Execute("""
        DELETE FROM extended_value WHERE tag_key = @1 AND series_key IN (SELECT DISTINCT series_key FROM extended_value WHERE tag_key = @1 ORDER BY series_key LIMIT @2)
        """, tagNumber, (long)SeriesPerTurn);

    /// <param name="version">Up to which tag it was tried; null: all of it is read.</param>
    public void SetUnread(long seriesKey, long? version)
    {
        if (version is null) session.Execute("DELETE FROM extended_unread WHERE series_key = @1", seriesKey);
        else session.Execute("INSERT INTO extended_unread (series_key, version) VALUES (@1, @2) ON CONFLICT (series_key) DO UPDATE SET version = excluded.version", seriesKey, version);
    }
}
