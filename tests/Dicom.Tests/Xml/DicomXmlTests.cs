using System.Text;
using System.Xml;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Xml;
using FsCheck;
using FsCheck.Fluent;

namespace Dicom.Tests.Xml;

public sealed class DicomXmlTests
{
    private const string Head = """<?xml version="1.0" encoding="utf-8"?><NativeDicomModel xml:space="preserve" xmlns="http://dicom.nema.org/PS3.19/models/NativeDICOM">""";

    private static string Write(DataSet dataSet, Func<string, DataElement, string?>? bulkDataUri = null, bool isIndented = false)
    {
        var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, DicomXmlWriter.Settings)) DicomXmlWriter.Write(xml, dataSet, bulkDataUri, isIndented);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static DataSet Read(string xml, Func<string, ReadOnlyMemory<byte>>? bulkData = null) =>
        DicomXmlReader.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(xml)), bulkData);

    /// <summary>A document of one attribute.</summary>
    private static DataSet ReadOne(string attributes, string content) => Read($"{Head}<DicomAttribute {attributes}>{content}</DicomAttribute></NativeDicomModel>");

    private static byte[] Bytes(DataSet dataSet) => DataSetWriter.ToArray(dataSet, TransferSyntax.ExplicitVrLittleEndian);

    [Fact] public void Attributes_have_tag_keyword_vr_and_numbered_values() => Assert.Equal(
        Head + """<DicomAttribute tag="00080060" keyword="Modality" vr="CS"><Value number="1">MPG</Value><Value number="2"></Value><Value number="3">XR3</Value></DicomAttribute>"""
            + """<DicomAttribute tag="00100020" keyword="PatientID" vr="LO" /></NativeDicomModel>""",
        Write(new DataSet().SetStrings(Tags.Modality, ["MPG", "", "XR3"]).SetEmpty(Tags.PatientID)));

    [Fact] public void Names_are_groups_of_components() => Assert.Equal(
        Head + """<DicomAttribute tag="00080005" keyword="SpecificCharacterSet" vr="CS"><Value number="1">ISO_IR 192</Value></DicomAttribute>"""
            + """<DicomAttribute tag="00100010" keyword="PatientName" vr="PN"><PersonName number="1"><Alphabetic><FamilyName>Yamada</FamilyName><NamePrefix>Dr</NamePrefix></Alphabetic>"""
            + """<Ideographic><FamilyName>山田</FamilyName><GivenName>太郎</GivenName></Ideographic></PersonName></DicomAttribute></NativeDicomModel>""",
        Write(new DataSet().SetString(Tags.SpecificCharacterSet, "GB18030").SetString(Tags.PatientName, "Yamada^^^Dr=山田^太郎")));

    [Fact] public void Private_elements_name_their_creator_in_place_of_its_block() => Assert.Contains(
        """<DicomAttribute tag="00290001" privateCreator="SAMPLE CREATOR" vr="UN"><InlineBinary>AQIDBA==</InlineBinary></DicomAttribute>""",
        Write(Samples.Rich()));

    [Fact] public void Bulk_data_are_named_by_the_caller()
    {
        List<string> paths = [];
        var xml = Write(Samples.Rich(), (path, _) => { paths.Add(path); return path == "7FE00010" ? "bulk/1" : null; });
        Assert.Contains("""<DicomAttribute tag="7FE00010" keyword="PixelData" vr="OW"><BulkData uri="bulk/1" /></DicomAttribute>""", xml);
        Assert.Equal(["00291001", "7FE00010"], paths);
        Assert.Equal(new byte[] { 9 }, Read(xml, uri => new byte[] { uri == "bulk/1" ? (byte)9 : (byte)0 }).Find(Tags.PixelData)!.Value.Value.ToArray());
        Assert.False(Read(xml).Contains(Tags.PixelData));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Everything_comes_back(bool isIndented)
    {
        var rich = Samples.Rich();
        var back = Read(Write(rich, isIndented: isIndented));
        Assert.Equal(Bytes(Oracles.ModelCopy.Of(rich, areNumbersText: true)), Bytes(back));
        Assert.Equal("王^小東", back.GetPersonName(Tags.PatientName)!.Ideographic);
    }

    [Theory]
    [InlineData("a\u001Bb")]
    [InlineData("page\u000Cpage\\two")]
    [InlineData("\uFFFF\uD800")]
    public void Text_that_xml_has_no_characters_for_comes_back_all_the_same(string text)
    {
        var dataSet = new DataSet().Set(new DataElement(Tags.ImageComments, Vr.LT, System.Text.Encoding.UTF8.GetBytes(text + (System.Text.Encoding.UTF8.GetByteCount(text) % 2 == 0 ? "" : " "))));
        dataSet.SetString(Tags.SpecificCharacterSet, "ISO_IR 192");
        var xml = Write(dataSet);
        Assert.Contains("InlineBinary", xml);
        Assert.Equal(dataSet.GetString(Tags.ImageComments), Read(xml).GetString(Tags.ImageComments));
    }

    [Fact] public void Line_ends_and_spaces_of_a_text_come_back()
    {
        const string text = "  first\r\nsecond\rthird\tlast <&>\"'";
        var xml = Write(new DataSet().SetString(Tags.ImageComments, text));
        Assert.Equal(text, Read(xml).GetString(Tags.ImageComments));
    }

    [Fact] public void Reals_are_the_shortest_text_of_their_bits_whatever_they_are()
    {
        double[] reals = [0.1, -0.0, 1e300, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon];
        var back = Read(Write(new DataSet().SetDoubles(Tags.EchoTime, reals, Vr.FD)));
        for (var i = 0; i < reals.Length; i++) Assert.Equal(BitConverter.DoubleToInt64Bits(reals[i]), BitConverter.DoubleToInt64Bits(back.GetDouble(Tags.EchoTime, i)!.Value));
    }

    [Fact] public void Private_blocks_are_given_in_the_order_of_their_first_use_and_beside_those_that_are_taken()
    {
        var read = Read(Head
            + """<DicomAttribute tag="00290010" vr="LO"><Value number="1">TAKEN</Value></DicomAttribute>"""
            + """<DicomAttribute tag="00290001" privateCreator="B" vr="LO"><Value number="1">b1</Value></DicomAttribute>"""
            + """<DicomAttribute tag="00290001" privateCreator="A" vr="LO"><Value number="1">a1</Value></DicomAttribute>"""
            + """<DicomAttribute tag="00290000" privateCreator="B" vr="LO"><Value number="1">b0</Value></DicomAttribute>"""
            + """<DicomAttribute tag="00290002" privateCreator="TAKEN" vr="LO"><Value number="1">t2</Value></DicomAttribute></NativeDicomModel>""");
        Assert.Equal(["(0029,0010) LO", "(0029,0011) LO", "(0029,0012) LO", "(0029,1002) LO", "(0029,1100) LO", "(0029,1101) LO", "(0029,1201) LO"], read.Select(element => element.ToString()));
        Assert.Equal("B", read.GetString(new Tag(0x0029, 0x0011)));
        Assert.Equal("a1", read.GetString(new Tag(0x0029, 0x1201)));
    }

    [Fact] public void A_group_has_240_blocks_and_no_more()
    {
        static string Elements(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"""<DicomAttribute tag="00290001" privateCreator="C{i}" vr="LO"/>"""));
        Assert.Equal(480, Read($"{Head}{Elements(240)}</NativeDicomModel>").Count);
        Assert.Throws<XmlException>(() => Read($"{Head}{Elements(241)}</NativeDicomModel>"));
    }

    [Fact] public void What_the_dictionary_knows_need_not_be_said_and_what_is_unknown_is_skipped()
    {
        var read = Read("""<NativeDicomModel><Other><Value>x</Value></Other><DicomAttribute tag="00100010"><Further/><PersonName><Alphabetic><FamilyName>A</FamilyName></Alphabetic></PersonName></DicomAttribute></NativeDicomModel>""");
        Assert.Equal("A", read.GetString(Tags.PatientName));
    }

    [Fact] public void Numbers_that_are_left_out_are_empty_values() =>
        Assert.Equal(["", "b", "", "d"], ReadOne("tag=\"00080008\" vr=\"CS\"", "<Value number=\"2\">b</Value><Value number=\"4\">d</Value>").GetStrings(Tags.ImageType));

    [Theory]
    [InlineData("")]
    [InlineData("<a/>")]
    [InlineData("<NativeDicomModel>")]
    [InlineData("<NativeDicomModel/><more/>")]
    [InlineData("<!DOCTYPE NativeDicomModel [<!ENTITY e 'x'>]><NativeDicomModel>&e;</NativeDicomModel>")]
    [InlineData("<NativeDicomModel>&e;</NativeDicomModel>")]
    [InlineData("<NativeDicomModel><DicomAttribute vr=\"CS\"/></NativeDicomModel>")]
    [InlineData("<NativeDicomModel><DicomAttribute tag=\"0010\" vr=\"CS\"/></NativeDicomModel>")]
    [InlineData("<NativeDicomModel><DicomAttribute tag=\"00100010\" vr=\"XX\"/></NativeDicomModel>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"none-such\"?><NativeDicomModel/>")]
    public void What_is_not_of_the_model_is_refused(string xml) => Assert.Throws<XmlException>(() => Read(xml));

    [Theory]
    [InlineData("US", "<Value number=\"1\">70000</Value>")]
    [InlineData("US", "<Value number=\"2\">7</Value>")]
    [InlineData("US", "<Value number=\"1\">x</Value>")]
    [InlineData("AT", "<Value number=\"1\">PatientName</Value>")]
    [InlineData("OB", "<Value number=\"1\">x</Value>")]
    [InlineData("OB", "<InlineBinary>x</InlineBinary>")]
    [InlineData("OB", "<InlineBinary>AAAA</InlineBinary><InlineBinary>AAAA</InlineBinary>")]
    [InlineData("OB", "<BulkData/>")]
    [InlineData("SQ", "<Value number=\"1\">x</Value>")]
    [InlineData("CS", "<Item number=\"1\"/>")]
    [InlineData("CS", "<Value number=\"2\">x</Value><Value number=\"1\">y</Value>")]
    [InlineData("CS", "<Value number=\"0\">x</Value>")]
    [InlineData("CS", "<Value number=\"2000000000\">x</Value>")]
    [InlineData("CS", "<Value number=\"1\"><b/></Value>")]
    [InlineData("CS", "<Value number=\"1\">x</Value><InlineBinary>AAAA</InlineBinary>")]
    [InlineData("PN", "<Value number=\"1\">x</Value>")]
    public void Values_that_the_vr_cannot_have_are_refused(string vr, string content) =>
        Assert.Throws<XmlException>(() => ReadOne($"tag=\"00091001\" vr=\"{vr}\"", content));

    [Theory]
    [InlineData(100, true)]
    [InlineData(200, false)]
    [InlineData(100_000, false)]
    public void Nesting_is_bounded(int depth, bool isRead)
    {
        var xml = new StringBuilder("<NativeDicomModel>");
        for (var i = 0; i < depth; i++) xml.Append("<DicomAttribute tag=\"00081140\" vr=\"SQ\"><Item number=\"1\">");
        for (var i = 0; i < depth; i++) xml.Append("</Item></DicomAttribute>");
        var document = xml.Append("</NativeDicomModel>").ToString();
        if (isRead) Assert.Single(Read(document));
        else Assert.Throws<XmlException>(() => Read(document));
    }

    [Fact] public void Documents_longer_than_the_caller_wants_are_refused() =>
        Assert.Throws<XmlException>(() => DicomXmlReader.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Write(Samples.Rich()))), maxCharacters: 1000));

    [Fact] public void Damaged_documents_are_refused_or_read()
    {
        var seed = System.Text.Encoding.UTF8.GetBytes(Write(Samples.Rich()));
        var read = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll<(int At, byte To)[]>(changes =>
        {
            var bytes = seed.ToArray();
            foreach (var (at, to) in changes) bytes[(int)((uint)at * 2654435761u % (uint)bytes.Length)] = to;
            try
            {
                _ = Bytes(DicomXmlReader.Read(new MemoryStream(bytes)));
                read++;
            }
            catch (XmlException) { }
        }));
        for (var length = 0; length < seed.Length; length += 3) Assert.Throws<XmlException>(() => DicomXmlReader.Read(new MemoryStream(seed, 0, length)));
        Assert.True(read > 100);
    }
}
