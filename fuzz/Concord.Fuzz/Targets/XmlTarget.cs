using System.Xml;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Dicom.Xml;
using Concord.Fuzz.Engine;
using Concord.Fuzz.Mutation;

namespace Concord.Fuzz.Targets;

/// <summary>The Native DICOM Model in XML: what is read can be written in XML and in bytes, and reads again as it was.</summary>
internal sealed class XmlTarget : FuzzTarget
{
    private static readonly string[] Words =
    [
        "<DicomAttribute tag=\"00081140\" vr=\"SQ\">", "</DicomAttribute>", "<Item number=\"1\">", "</Item>", "<Value number=\"1\">", "</Value>", "<Value number=\"65536\">", "<InlineBinary>AAA=</InlineBinary>",
        "<BulkData uri=\"x\"/>", "<PersonName number=\"1\">", "<Alphabetic>", "<FamilyName>", "privateCreator=\"X\"", "keyword=\"Y\"", "<!DOCTYPE x [<!ENTITY a \"aaaa\">]>", "&a;", "&#0;", "&#x10FFFF;", "<![CDATA[", "]]>",
        "vr=\"US\"", "vr=\"FD\"", "vr=\"UN\"", "vr=\"PN\"", "vr=\"AT\"", "vr=\"??\"", "tag=\"7FE00010\"", "number=\"0\"", "xml:space=\"preserve\"", "<NativeDicomModel>", "1e400", "-1", "NaN",
    ];

    public override string Name => "xml";

    public override (long PerByte, long Constant) Allocation => (4096, 16 << 20);

    public override IEnumerable<byte[]> Seeds() => Samples.All.Select(ToXml);

    public override IReadOnlyList<Mutator> Mutators { get; } = [.. Enumerable.Repeat(ByteMutators.Tokens([.. Words.Select(System.Text.Encoding.UTF8.GetBytes)]), 4)];

    public override void Run(byte[] input, CoverageMap seen)
    {
        if (TryRead(input, seen) is not { } dataSet) return;
        seen.NoteSize(dataSet.Count);
        var xml = ToXml(dataSet);
        FuzzException.Require(TryRead(xml, seen) is { } again && ToXml(again).AsSpan().SequenceEqual(xml), "the XML written reads otherwise");
        _ = DataSetReader.Read(DataSetWriter.ToArray(dataSet, TransferSyntax.ExplicitVrLittleEndian), TransferSyntax.ExplicitVrLittleEndian);
    }

    private static byte[] ToXml(DataSet dataSet)
    {
        using var output = new MemoryStream();
        using (var xml = XmlWriter.Create(output, DicomXmlWriter.Settings)) DicomXmlWriter.Write(xml, dataSet);
        return output.ToArray();
    }

    private static DataSet? TryRead(byte[] input, CoverageMap seen)
    {
        try
        {
            return DicomXmlReader.Read(new MemoryStream(input));
        }
        catch (XmlException damage)
        {
            seen.Note(damage.Message.Split('.', '\'')[0]);
            return null;
        }
    }
}
