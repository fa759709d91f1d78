using System.Text;
using System.Text.Json;
using System.Xml;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Dicom.Json;
using Concord.Dicom.Xml;

namespace Dicom.Tests.Encoding;

/// <summary>200,000 levels of whatever can be nested: refused at the bound, read or written, without recursion and without memory for what lies behind it.</summary>
public sealed class DeepNestingTests
{
    private const int Levels = 200_000;

    private const long MostAllocated = 2 << 20; // tables that are made once among it; the inputs are 1.6 to 6 MB

    public static TheoryData<string> Syntaxes => new("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99");

    [Theory, MemberData(nameof(Syntaxes))]
    public void Sequences_in_one_another_are_refused_at_the_bound(string uid)
    {
        var syntax = TransferSyntax.Of(Concord.Dicom.DataElements.Uid.Parse(uid));
        var bytes = Nested(syntax);
        AssertRefused(() => DataSetReader.Read(bytes, syntax), syntax.IsDeflated ? 32 << 20 : MostAllocated);
        AssertRefused(() => DataSetHead.TryRead(Blocks.Of(bytes, 4096), syntax, 64 << 20, isWhole: true, out _, out _), syntax.IsDeflated ? 32 << 20 : MostAllocated);
    }

    [Fact]
    public void A_meta_of_nested_sequences_is_refused()
    {
        byte[] file = [.. new byte[128], .. "DICM"u8, 2, 0, 0x10, 0, .. "SQ\0\0"u8, 0xFF, 0xFF, 0xFF, 0xFF, .. Nested(TransferSyntax.ExplicitVrLittleEndian)];
        AssertRefused(() => Part10.Read(file), MostAllocated);
    }

    [Theory]
    [InlineData("{\"00081140\":{\"vr\":\"SQ\",\"Value\":["), InlineData("["), InlineData("{\"00081140\":{\"x\":{\"y\":")]
    public void JSON_in_one_another_is_refused_at_the_bound(string level)
    {
        var json = System.Text.Encoding.ASCII.GetBytes(new StringBuilder().Insert(0, level, Levels).ToString());
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.ThrowsAny<JsonException>(() =>
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
            DicomJsonReader.Read(ref reader);
        });
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
    }

    [Theory]
    [InlineData("<DicomAttribute tag=\"00081140\" vr=\"SQ\"><Item number=\"1\">"), InlineData("<DicomAttribute tag=\"00081140\">"), InlineData("<Unknown>")]
    [InlineData("<DicomAttribute tag=\"00100010\" vr=\"PN\"><PersonName><x>"), InlineData("<DicomAttribute tag=\"00080060\"><Value>")]
    public void XML_in_one_another_is_refused_at_the_bound(string level)
    {
        using var xml = new MemoryStream(System.Text.Encoding.ASCII.GetBytes(new StringBuilder("<NativeDicomModel>").Insert(18, level, Levels).ToString()));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<XmlException>(() => DicomXmlReader.Read(xml));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
    }

    [Fact]
    public void XML_as_deep_as_sequences_may_be_is_read()
    {
        var xml = new StringBuilder("<NativeDicomModel>").Insert(18, "<DicomAttribute tag=\"00081140\" vr=\"SQ\"><Item number=\"1\">", 128);
        xml.Append("<DicomAttribute tag=\"00100010\" vr=\"PN\"><PersonName number=\"1\"><Alphabetic><FamilyName>A</FamilyName></Alphabetic></PersonName></DicomAttribute>");
        for (var i = 0; i < 128; i++) xml.Append("</Item></DicomAttribute>");
        var dataSet = DicomXmlReader.Read(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(xml.Append("</NativeDicomModel>").ToString())));
        for (var i = 0; i < 128; i++) dataSet = dataSet[Tags.ReferencedImageSequence].Items![0].DataSet;
        Assert.Equal("A", dataSet.GetString(Tags.PatientName));
    }

    [Fact]
    public void What_is_nested_too_deep_is_not_written_and_one_level_less_is()
    {
        foreach (var write in new Action<DataSet>[] { WriteElements, WriteJson, WriteXml, dataSet => WriteXml(dataSet, isIndented: true) })
        {
            write(Deep(1024));
            Assert.Throws<InvalidOperationException>(() => write(Deep(1025)));
            Assert.Throws<InvalidOperationException>(() => write(Deep(Levels)));
        }
        DicomJsonWriter.Write(new Utf8JsonWriter(Stream.Null), Deep(332));
        Assert.Throws<InvalidOperationException>(() => DicomJsonWriter.Write(new Utf8JsonWriter(Stream.Null), Deep(334))); // the bound of the writer's own options
    }

    [Fact]
    public void A_file_that_ends_within_its_meta_is_no_file_and_is_not_asked_for_more()
    {
        foreach (var file in new byte[][] { [0x50, 4, 0x10], [.. new byte[128], .. "DICM"u8, 2, 0, 0x10], [2, 0, 0x10, 0, (byte)'U', (byte)'I', 20, 0, (byte)'1'] })
            Assert.Throws<DicomFormatException>(() => Part10.TryReadHead(new(file), isWhole: true, out _));
    }

    private static void AssertRefused(Action read, long mostAllocated)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DicomFormatException>(read);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, mostAllocated);
    }

    /// <summary>So many levels of sequences, made from the inside out.</summary>
    private static DataSet Deep(int levels)
    {
        var dataSet = new DataSet();
        for (var i = 0; i < levels; i++) dataSet = new DataSet().Set(DataElement.Sequence(Tags.ReferencedImageSequence, [new(dataSet)]));
        return dataSet;
    }

    private static void WriteElements(DataSet dataSet) => DataSetWriter.ToArray(dataSet, TransferSyntax.ExplicitVrLittleEndian);

    private static void WriteJson(DataSet dataSet)
    {
        using var json = new Utf8JsonWriter(Stream.Null, new JsonWriterOptions { MaxDepth = int.MaxValue });
        DicomJsonWriter.Write(json, dataSet, (path, element) => path);
    }

    private static void WriteXml(DataSet dataSet) => WriteXml(dataSet, isIndented: false);

    private static void WriteXml(DataSet dataSet, bool isIndented)
    {
        using var xml = XmlWriter.Create(Stream.Null, DicomXmlWriter.Settings);
        DicomXmlWriter.Write(xml, dataSet, (path, element) => path, isIndented);
    }

    private static byte[] Nested(TransferSyntax syntax)
    {
        byte[] level = syntax.IsBigEndian ? [0, 8, 0x11, 0x40] : [8, 0, 0x40, 0x11];
        byte[] item = syntax.IsBigEndian ? [0xFF, 0xFE, 0xE0, 0] : [0xFE, 0xFF, 0, 0xE0];
        byte[] undefined = [0xFF, 0xFF, 0xFF, 0xFF];
        level = [.. level, .. syntax.IsExplicitVr ? "SQ\0\0"u8 : default, .. undefined, .. item, .. undefined];
        var plain = new byte[level.Length * Levels];
        for (var i = 0; i < Levels; i++) level.CopyTo(plain, i * level.Length);
        if (!syntax.IsDeflated) return plain;
        using var output = new MemoryStream();
        using (var deflater = new System.IO.Compression.DeflateStream(output, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true)) deflater.Write(plain);
        return output.ToArray();
    }
}
