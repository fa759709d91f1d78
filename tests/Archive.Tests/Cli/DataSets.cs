using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Files;

namespace Archive.Tests.Cli;

/// <summary>What is in files, by SOP Instance UID.</summary>
internal static class DataSets
{
    /// <summary>The data set's bytes of each file, without preamble and meta.</summary>
    public static SortedDictionary<string, byte[]> Bytes(IEnumerable<string> files)
    {
        var found = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var path in files)
        {
            var file = File.ReadAllBytes(path);
            var (head, dataSet) = Part10.Read(file);
            found.Add(dataSet.GetUid(Tags.SOPInstanceUID)!.Value.ToString(), file[(int)head.DataSetOffset..]);
        }
        return found;
    }

    public static DataSet Read(string path) => Part10.Read(File.ReadAllBytes(path)).DataSet;
}
