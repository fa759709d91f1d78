using System.Globalization;
using Concord.Dicom.DataElements;

namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>Where a value stands in a data set: <c>7FE00010</c>, or through items, <c>54000100/0/54001010</c>.</summary>
internal static class BulkDataPath
{
    /// <summary>Deepest path, segments.</summary>
    private const int MaxSegments = 33;

    /// <summary>The element at the path and the data set that holds it; null when there is none, or the path is none.</summary>
    public static (DataSet DataSet, DataElement Element)? Find(DataSet dataSet, string path)
    {
        var segments = path.Split('/');
        if (segments.Length > MaxSegments || segments.Length % 2 == 0) return null;
        for (var i = 0; ; i += 2)
        {
            if (!Tag.TryParse(segments[i], null, out var tag) || dataSet.Find(tag) is not { } element) return null;
            if (i == segments.Length - 1) return element.IsSequence || element.IsEmpty ? null : (dataSet, element);
            if (!int.TryParse(segments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var item) || element.Items is not { } items || item >= items.Count) return null;
            dataSet = items[item].DataSet;
        }
    }
}
