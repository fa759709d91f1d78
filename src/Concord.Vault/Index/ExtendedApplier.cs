using Concord.Dicom.DataElements;
using Concord.Vault.ExtendedTags;

namespace Concord.Vault.Index;

/// <summary>What arrivals, removals and the reading of what was there before do to the values of extended tags. Those of a series itself are written with its row.</summary>
internal sealed class ExtendedApplier(SqlSession session, IndexRows rows, Locator locator)
{
    private readonly ExtendedRows _values = new(session);

    /// <summary>An instance that is new to the index; before it is counted.</summary>
    public void Arrived(SeriesState series, InstanceRow row)
    {
        series.ExtendedVersion = series.Instances == 0 ? row.Extended.Version : Math.Min(series.ExtendedVersion, row.Extended.Version);
        PutInstance(series.Key, row, row.Extended);
    }

    /// <summary>An instance that is not there any more.</summary>
    public void Removed(SeriesState series, long arrival)
    {
        foreach (var tag in rows.Extended.OfInstances) _values.Remove(tag, series.Key, arrival);
    }

    public void Apply(IndexEvent.ExtendedRead read)
    {
        var series = rows.Series(read.Study, read.Series);
        if (series.Instances <= 0) return;
        foreach (var row in read.Instances)
            if (locator.Find(LocatorHash.Of(row.SopInstanceUid), row.ArrivalNumber) is not null) PutInstance(series.Key, row, read.Tags);
        if (read.Source is { } source)
        {
            if (source.ArrivalNumber != series.SourceArrival) return; // another is it by now: the series is read again
            PutSource(series, source, read.Tags);
        }
        if (!read.IsWhole) return;
        series.ExtendedVersion = Math.Max(series.ExtendedVersion, read.Tags.Version);
        rows.Touch(series);
        _values.SetUnread(series.Key, read.IsUnreadable ? read.Tags.Version : null);
    }

    public void Apply(IndexEvent.ExtendedForgotten forgotten) => _values.Forget(forgotten.TagNumber);

    private void PutSource(SeriesState series, InstanceRow source, ExtendedTagSet tags)
    {
        var came = HeadCopy.ToUtf8(source.Head);
        var attributes = rows.CorrectionsOf(series.Study)?.ApplyToRow(came, source.SeriesInstanceUid) ?? came;
        foreach (var values in ExtendedValues.Of(attributes, tags.OfSeries.Where(rows.Extended.Has))) _values.Put(values, series.Key, 0);
    }

    private void PutInstance(long seriesKey, InstanceRow row, ExtendedTagSet tags)
    {
        foreach (var tag in tags.OfInstances)
        {
            if (!rows.Extended.Has(tag)) continue;
            var attributes = new DataSet();
            if (row.Head.TryGet(tag.Tag, out var element))
            {
                attributes.SetString(Concord.Dicom.Dictionary.Tags.SpecificCharacterSet, "ISO_IR 192");
                HeadCopy.CopyUtf8(attributes, row.Head, element);
            }
            _values.Put(ExtendedValues.Of(attributes, tag), seriesKey, row.ArrivalNumber);
        }
    }
}
