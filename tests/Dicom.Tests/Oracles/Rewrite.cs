using System.Buffers;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Dicom.Tests.Oracles;

/// <summary>A corpus file as we read it, to be written again.</summary>
internal sealed record Rewrite(string Path, Part10Head Head, DataSet DataSet)
{
    /// <summary>Null when the file is one that we refuse.</summary>
    public static Rewrite? Of(string path)
    {
        try
        {
            var (head, dataSet) = Part10.Read(Corpus.Read(path));
            return new(path, head, dataSet);
        }
        catch (DicomFormatException)
        {
            return null;
        }
    }

    /// <summary>Its pixel data, if it has any, can go into any native syntax.</summary>
    public bool IsNative => !HasFragments(DataSet);

    /// <summary>Writes the whole file, meta and all, into the folder and gives its path.</summary>
    public string WriteTo(string folder, TransferSyntax syntax)
    {
        var output = new ArrayBufferWriter<byte>();
        var sopClass = DataSet.GetUid(Tags.SOPClassUID) ?? Head.Meta.GetUid(Tags.MediaStorageSOPClassUID) ?? Uids.SecondaryCaptureImageStorage;
        var instance = DataSet.GetUid(Tags.SOPInstanceUID) ?? Head.Meta.GetUid(Tags.MediaStorageSOPInstanceUID) ?? Uid.New();
        new FileMeta(sopClass, instance, syntax).Write(output);
        DataSetWriter.Write(output, DataSet, syntax);
        var file = System.IO.Path.Combine(folder, $"{Path.Replace('/', '_')}.{syntax.Keyword}.dcm");
        File.WriteAllBytes(file, output.WrittenSpan);
        return file;
    }

    /// <summary>The rows that bring a SOP class, a character set or a transfer syntax that none before them brought; all in a whole sweep.</summary>
    public static IEnumerable<string> Sample()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in Corpus.Rows("manifest.csv"))
            if (new[] { "sop_class", "charset", "transfer_syntax" }.Aggregate(false, (isNew, column) => seen.Add(column + row[column]) || isNew) || Corpus.IsWholeSweep)
                yield return row["path"];
    }

    private static bool HasFragments(DataSet dataSet) =>
        dataSet.Any(element => element.Fragments is not null || (element.Items?.Any(item => HasFragments(item.DataSet)) ?? false));
}
