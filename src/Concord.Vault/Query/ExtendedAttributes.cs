using System.Globalization;
using Concord.Dicom.DataElements;
using Concord.Vault.ExtendedTags;
using Concord.Vault.Index;

namespace Concord.Vault.Query;

/// <summary>Puts the values of extended tags among the attributes of a row.</summary>
internal static class ExtendedAttributes
{
    private const string SourceOfStudy = "(SELECT y.series_key FROM series y WHERE y.study_key = @2 ORDER BY y.source_arrival, y.series_uid LIMIT 1)";
    private const string SourceOfSeries = "(SELECT y.series_key FROM series y WHERE y.study_key = (SELECT x.study_key FROM series x WHERE x.series_key = @2) ORDER BY y.source_arrival, y.series_uid LIMIT 1)";

    /// <param name="rowKey">Of a study row, or of a series row below it.</param>
    public static void AddTo(SqlSession session, DataSet attributes, QueryLevel level, long rowKey, IReadOnlyList<ExtendedTag> tags)
    {
        foreach (var tag in tags)
        {
            var series = tag.Level != QueryLevel.Study ? "@2" : level == QueryLevel.Study ? SourceOfStudy : SourceOfSeries;
            var values = new List<string>();
            using (var rows = session.Query($"SELECT text FROM extended_value WHERE tag_key = @1 AND series_key = {series} AND arrival = 0 AND kind = 0 ORDER BY place", tag.Number, rowKey))
                while (rows.Read()) values.Add(rows.GetString(0));
            if (values.Count == 0) continue;
            Set(attributes, tag, values);
            if (tag.PrivateCreator is { } creator) attributes.SetString(ExtendedKeys.CreatorOf(tag.Tag), creator, Vr.LO);
        }
    }

    private static void Set(DataSet attributes, ExtendedTag tag, List<string> values)
    {
        if (tag.Vr.IsString) attributes.SetStrings(tag.Tag, values, tag.Vr);
        else if (tag.Vr is Vr.FL or Vr.FD) attributes.SetDoubles(tag.Tag, [.. values.Select(value => double.Parse(value, CultureInfo.InvariantCulture))], tag.Vr);
        else attributes.SetInts(tag.Tag, [.. values.Select(value => long.Parse(value, CultureInfo.InvariantCulture))], tag.Vr);
    }
}
