using System.Text;
using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Dicom.Json;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace Dicom.Tests.Json;

public sealed class DicomJsonTests(ITestOutputHelper output)
{
    private static string Write(DataSet dataSet, Func<string, DataElement, string?>? bulkDataUri = null)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            DicomJsonWriter.Write(json, dataSet, bulkDataUri);
        return Encoding8.GetString(buffer.ToArray());
    }

    private static UTF8Encoding Encoding8 { get; } = new(false);

    private static DataSet Read(string json, Func<string, ReadOnlyMemory<byte>>? bulkData = null)
    {
        var reader = new Utf8JsonReader(Encoding8.GetBytes(json));
        return DicomJsonReader.Read(ref reader, bulkData);
    }

    [Fact] public void Person_names_are_objects_of_their_groups() => Assert.Equal(
        """{"00080005":{"vr":"CS","Value":["ISO_IR 192"]},"00100010":{"vr":"PN","Value":[{"Alphabetic":"Yamada^Tarou","Ideographic":"山田^太郎","Phonetic":"やまだ^たろう"},null,{"Ideographic":"王"}]}}""",
        Write(new DataSet().SetString(Tags.SpecificCharacterSet, "GB18030").SetStrings(Tags.PatientName, ["Yamada^Tarou=山田^太郎=やまだ^たろう", "", "=王"])));

    [Theory]
    [InlineData("1.50", "1.50")]
    [InlineData("+.5", "0.5")]
    [InlineData("-.5", "-0.5")]
    [InlineData("007", "7")]
    [InlineData("5.", "5")]
    [InlineData("1e-5", "1e-5")]
    [InlineData("1.E+3", "1E+3")]
    [InlineData("1e400", "\"1e400\"")]
    [InlineData("1,5", "\"1,5\"")]
    [InlineData("NaN", "\"NaN\"")]
    [InlineData("-", "\"-\"")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("0x1", "\"0x1\"")]
    public void Decimal_strings_are_numbers_with_their_digits_where_they_are_numbers(string text, string json) =>
        Assert.Equal($$$"""{"00280030":{"vr":"DS","Value":[{{{json}}}]}}""", Write(new DataSet().SetString(Tags.PixelSpacing, text)));

    [Fact] public void Numbers_that_a_double_does_not_hold_are_strings()
    {
        var dataSet = new DataSet()
            .SetInts(new Tag(0x00720082), [1, 9007199254740993], Vr.SV)
            .SetInts(new Tag(0x00720083), [-1], Vr.UV)
            .SetDoubles(Tags.RealWorldValueSlope, [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.1], Vr.FD)
            .SetDoubles(new Tag(0x00720084), [float.NaN, 0.1f], Vr.FL);
        var json = Write(dataSet);
        Assert.Contains("""{"vr":"SV","Value":[1,"9007199254740993"]}""", json, StringComparison.Ordinal);
        Assert.Contains("""{"vr":"UV","Value":["18446744073709551615"]}""", json, StringComparison.Ordinal);
        Assert.Contains("""{"vr":"FD","Value":["NaN","Infinity","-Infinity",0.1]}""", json, StringComparison.Ordinal);
        Assert.Contains("""{"vr":"FL","Value":["NaN",0.1]}""", json, StringComparison.Ordinal);
        Assert.Equal(json, Write(Read(json)));
    }

    [Fact] public void Empty_attributes_have_a_vr_only_and_group_lengths_are_left_out()
    {
        var dataSet = new DataSet().SetInt(new Tag(0x00080000), 10, Vr.UL).SetEmpty(Tags.PatientName).SetEmpty(Tags.ReferencedStudySequence)
            .SetItems(Tags.ReferencedSeriesSequence, new DataSet()).SetString(Tags.PatientID, "  ");
        Assert.Equal("""{"00081110":{"vr":"SQ"},"00081115":{"vr":"SQ","Value":[{}]},"00100010":{"vr":"PN"},"00100020":{"vr":"LO"}}""", Write(dataSet));
    }

    [Fact] public void Binary_values_are_inline_in_little_endian_or_a_uri()
    {
        var dataSet = new DataSet(ByteOrder.BigEndian).Set(new DataElement(Tags.PixelData, Vr.OW, new byte[] { 1, 2, 3, 4 })).SetInts(Tags.FrameIncrementPointer, [0x00181063]);
        Assert.Equal("""{"00280009":{"vr":"AT","Value":["00181063"]},"7FE00010":{"vr":"OW","InlineBinary":"AgEEAw=="}}""", Write(dataSet));
        var nested = new DataSet().Set(DataElement.Sequence(Tags.WaveformSequence, [new(dataSet)]));
        Assert.Equal(
            """{"54000100":{"vr":"SQ","Value":[{"00280009":{"vr":"AT","Value":["00181063"]},"7FE00010":{"vr":"OW","BulkDataURI":"bulk/54000100/0/7FE00010"}}]}}""",
            Write(nested, (path, _) => "bulk/" + path));
    }

    [Theory]
    [InlineData("OB", true), InlineData("OW", true), InlineData("US", false), InlineData("UN", false)] // US: found by fuzzing, was written with a length of 65535
    public void An_item_stream_is_taken_apart_only_where_pixel_data_can_be_encapsulated(string vr, bool isEncapsulated)
    {
        var dataSet = Read($$$"""{"7FE00010":{"vr":"{{{vr}}}","InlineBinary":"/v8A4AAAAAD+/wDgBAAAAP/Y/9n+/93gAAAAAA=="}}""");
        Assert.Equal(isEncapsulated, dataSet[Tags.PixelData].Fragments is not null);
        var again = DataSetReader.Read(DataSetWriter.ToArray(dataSet, TransferSyntax.ExplicitVrLittleEndian), TransferSyntax.ExplicitVrLittleEndian);
        Assert.Equal(Write(dataSet), Write(again));
    }

    [Fact] public void Reading_takes_names_in_any_order_and_unknown_members()
    {
        var dataSet = Read("""
            {"00100010":{"Value":[{"Phonetic":"c","Alphabetic":"a"}],"vr":"PN","more":{"x":[1]}},"PatientID":{"Value":["7"]},"00081110":{"Value":[{"00081155":{"Value":["1.2"],"vr":"UI"}},null],"vr":"SQ"}}
            """);
        Assert.Equal("a==c", dataSet.GetString(Tags.PatientName));
        Assert.Equal("7", dataSet.GetString(Tags.PatientID));
        Assert.Equal("1.2", dataSet.GetItems(Tags.ReferencedStudySequence)[0].GetString(Tags.ReferencedSOPInstanceUID));
        Assert.Empty(dataSet.GetItems(Tags.ReferencedStudySequence)[1]);
    }

    [Fact] public void Bulk_data_is_fetched_or_left_out()
    {
        const string json = """{"7FE00010":{"vr":"OW","BulkDataURI":"u"}}""";
        Assert.Empty(Read(json));
        Assert.Equal(new byte[] { 9, 9 }, Read(json, uri => uri == "u" ? new byte[] { 9, 9 } : default)[Tags.PixelData].Value.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"00100010":1}""")]
    [InlineData("""{"nonsense":{"vr":"LO"}}""")]
    [InlineData("""{"00100010":{"vr":"XX"}}""")]
    [InlineData("""{"00100010":{"vr":"PN","Value":"text"}}""")]
    [InlineData("""{"00280010":{"vr":"US","Value":[65536]}}""")]
    [InlineData("""{"00280010":{"vr":"US","Value":["x"]}}""")]
    [InlineData("""{"00280010":{"vr":"US","Value":[1.5]}}""")]
    [InlineData("""{"00081110":{"vr":"SQ","Value":[1]}}""")]
    [InlineData("""{"00081110":{"vr":"SQ","InlineBinary":"AAA="}}""")]
    [InlineData("""{"00081110":{"vr":"SQ","BulkDataURI":"u"}}""")]
    [InlineData("""{"7FE00010":{"vr":"OW","InlineBinary":"*"}}""")]
    [InlineData("""{"00100010":{"vr":"PN","Value":[{"Alphabetic":1}]}}""")]
    [InlineData("""{"00280009":{"vr":"AT","Value":["0018"]}}""")]
    public void What_is_not_of_the_model_is_refused(string json) => Assert.ThrowsAny<JsonException>(() => Read(json));

    [Fact] public void Damaged_json_is_refused_or_read()
    {
        var seed = Encoding8.GetBytes(Write(Samples.Rich()));
        FsCheck.Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll<(int At, byte To)[]>(changes =>
        {
            var bytes = seed.ToArray();
            foreach (var (at, to) in changes) bytes[(at & 0x7FFFFFFF) % bytes.Length] = to;
            try
            {
                var reader = new Utf8JsonReader(bytes);
                DicomJsonReader.Read(ref reader);
            }
            catch (JsonException) { return; }
        }));
    }

    [Fact] public void Json_that_is_nested_too_deep_is_refused()
    {
        const string open = """{"00081110":{"vr":"SQ","Value":[""";
        var bytes = Encoding8.GetBytes(string.Concat(Enumerable.Repeat(open, 1000)) + "{}" + string.Concat(Enumerable.Repeat("]}}", 1000)));
        Assert.ThrowsAny<JsonException>(() =>
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 100_000 });
            DicomJsonReader.Read(ref reader);
        });
    }

    [Theory]
    [InlineData("22C32822")] // an invalid UTF-8 sequence in quotes
    [InlineData("225C754438303022")] // a lone surrogate
    public void Text_that_is_not_unicode_is_refused(string hex)
    {
        byte[] json = [.. """{"00100020":{"vr":"LO","Value":["""u8, .. Convert.FromHexString(hex), .. "]}}"u8];
        Assert.ThrowsAny<JsonException>(() =>
        {
            var reader = new Utf8JsonReader(json);
            DicomJsonReader.Read(ref reader);
        });
    }

    [Fact] public void Objects_of_the_corpus_are_the_same_after_json_both_ways()
    {
        if (Corpus.Root is null) output.WriteLine("No corpus on this machine.");
        foreach (var row in Corpus.Manifest(stride: 11))
        {
            if (row["struct"].Contains("err=", StringComparison.Ordinal) || !row["struct"].Contains("odd=0", StringComparison.Ordinal)) continue; // odd values come back padded
            var dataSet = Part10.Read(Corpus.Read(row["path"])).DataSet;
            var json = Write(dataSet);
            // text that had no repertoire gets one
            if (!dataSet.Contains(Tags.SpecificCharacterSet)) json = Write(Read(json));
            var again = Write(Read(json));
            var at = json.AsSpan().CommonPrefixLength(again);
            Assert.True(json == again, $"{row["path"]} at {at}: {json[Math.Max(0, at - 60)..Math.Min(json.Length, at + 60)]} | {again[Math.Max(0, at - 60)..Math.Min(again.Length, at + 60)]}");
        }
    }

    [Fact] public void Rich_sample_reads_from_every_syntax_to_the_same_json()
    {
        var expected = Write(Samples.Rich());
        foreach (var syntax in Samples.NativeSyntaxes)
        {
            var json = Write(DataSetReader.Read(DataSetWriter.ToArray(Samples.Rich(), syntax), syntax));
            // Implicit VR does not tell the VR of private elements
            if (syntax.IsExplicitVr) Assert.Equal(expected, json);
            else Assert.Equal(JsonDocument.Parse(expected).RootElement.EnumerateObject().Count(), JsonDocument.Parse(json).RootElement.EnumerateObject().Count());
        }
    }
}
