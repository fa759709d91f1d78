using System.Text.Json;
using System.Xml;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Dicom.Json;
using Concord.Dicom.Xml;
using Dicom.Tests.Oracles;
using Xunit.Abstractions;

namespace Dicom.Tests.Encoding;

/// <summary>What was read is written as it was, and what the text models carry comes back from them.</summary>
public sealed class RoundTripTests(ITestOutputHelper output)
{
    private const int Stride = 5;
    private const string Table = "Encoding/round-trips.csv";

    /// <summary>Read and written in its own syntax, not changed: the same bytes, whatever odd lengths, group lengths or padding it has, if it was in order.</summary>
    [Fact] public void Objects_of_the_corpus_come_out_as_they_went_in() =>
        Sweep("unchanged", (head, dataSet, bytes, structure) =>
            Same(DataSetWriter.ToArray(dataSet, Plain(head.TransferSyntax)), bytes) == IsInOrder(structure) ? null : "bytes");

    /// <summary>Read, changed and written in its own syntax: the same bytes where the encoding is canonical. It is not where the file has group lengths
    /// (retired, dropped), odd lengths (padded), or stands out of order.</summary>
    [Fact] public void Changed_objects_of_the_corpus_differ_only_by_what_is_not_canonical() =>
        Sweep("changed", (head, dataSet, bytes, structure) =>
        {
            if (dataSet.Count == 0) return null;
            dataSet.Set(dataSet.First());
            var again = DataSetWriter.ToArray(dataSet, Plain(head.TransferSyntax));
            if (Same(again, bytes)) return null;
            Assert.Equal(again, DataSetWriter.ToArray(DataSetReader.Read(again, Plain(head.TransferSyntax)), Plain(head.TransferSyntax))); // now it is
            return IsCanonical(structure) ? "bytes" : null;
        });

    [Fact] public void Objects_come_back_from_json_whole() =>
        Sweep("json", (_, dataSet, _, _) =>
        {
            var buffer = new System.Buffers.ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(buffer)) DicomJsonWriter.Write(json, dataSet);
            var reader = new Utf8JsonReader(buffer.WrittenSpan, new JsonReaderOptions { MaxDepth = 512 });
            return FirstDifference(DicomJsonReader.Read(ref reader), ModelCopy.Of(dataSet, areNumbersText: false));
        });

    [Fact] public void Objects_come_back_from_xml_whole() =>
        Sweep("xml", (_, dataSet, _, _) =>
        {
            var buffer = new MemoryStream();
            using (var xml = XmlWriter.Create(buffer, DicomXmlWriter.Settings)) DicomXmlWriter.Write(xml, dataSet);
            buffer.Position = 0;
            return FirstDifference(DicomXmlReader.Read(buffer), ModelCopy.Of(dataSet, areNumbersText: true));
        });

    /// <summary>Holds every file that can be read to the check, but for those that the table lists.</summary>
    /// <param name="check">Gets head, data set, its bytes (inflated) and the manifest's <c>struct</c>; says where it finds a difference.</param>
    private void Sweep(string trip, Func<Part10Head, DataSet, byte[], string, string?> check)
    {
        if (Corpus.Root is null) { output.WriteLine("No corpus on this machine."); return; }
        List<Difference> differences = [];
        var looked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in Corpus.Manifest(Stride))
        {
            var file = Corpus.Read(row["path"]);
            Part10Head head;
            DataSet dataSet;
            try
            {
                (head, dataSet) = Part10.Read(file);
            }
            catch (DicomFormatException)
            {
                Assert.Contains("err=", row["struct"]); // only what is damaged is refused
                continue;
            }
            looked.Add(row["path"]);
            var bytes = file.AsMemory((int)head.DataSetOffset);
            if (head.TransferSyntax.IsDeflated) bytes = Deflated.Inflate(bytes, 1 << 30).ToArray();
            if (check(head, dataSet, bytes.ToArray(), row["struct"]) is { } difference) differences.Add(new(row["path"], trip, difference));
        }
        var accepted = AcceptedDifferences.Load(Table);
        accepted.Check(differences, looked, difference => difference.Where == trip);
        Assert.True(looked.Count > 200);
    }

    private static bool Same(ReadOnlySpan<byte> ours, ReadOnlySpan<byte> theirs) => ours.SequenceEqual(theirs);

    /// <summary>Null when both are the same bytes, else the path of the first element that is not.</summary>
    private static string? FirstDifference(DataSet back, DataSet expected)
    {
        static byte[] Bytes(DataElement? element) => element is not { } present ? [] : DataSetWriter.ToArray(new DataSet().Set(present), TransferSyntax.ExplicitVrLittleEndian);
        if (Same(DataSetWriter.ToArray(back, TransferSyntax.ExplicitVrLittleEndian), DataSetWriter.ToArray(expected, TransferSyntax.ExplicitVrLittleEndian))) return null;
        var tag = back.Concat(expected).Select(element => element.Tag).First(tag => !Same(Bytes(back.Find(tag)), Bytes(expected.Find(tag))));
        if (back.Find(tag)?.Items is not { } items || expected.Find(tag)?.Items is not { } others || items.Count != others.Count) return tag.ToHex();
        return $"{tag.ToHex()}/*/{items.Zip(others).Select(pair => FirstDifference(pair.First.DataSet, pair.Second.DataSet)).FirstOrDefault(path => path is not null)}";
    }

    /// <summary>Deflate is no canonical encoding: what it holds is.</summary>
    private static TransferSyntax Plain(TransferSyntax syntax) => syntax.IsDeflated ? TransferSyntax.ExplicitVrLittleEndian : syntax;

    /// <summary>What stands out of order or twice is put in order, what is damaged is passed over; such an object cannot come out as it was.</summary>
    private static bool IsInOrder(string structure) => Has(structure, "dup") == 0 && Has(structure, "ord") == 0 && !structure.Contains("err=", StringComparison.Ordinal);

    private static bool IsCanonical(string structure) => IsInOrder(structure) && Has(structure, "glen") == 0 && Has(structure, "odd") == 0;

    private static int Has(string structure, string flag) =>
        structure.Split(';').Select(part => part.Split('=')).FirstOrDefault(part => part[0] == flag) is [_, var count] ? int.Parse(count) : 0;
}
