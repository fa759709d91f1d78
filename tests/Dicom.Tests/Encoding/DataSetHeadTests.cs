using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Xunit.Abstractions;

namespace Dicom.Tests.Encoding;

public sealed class DataSetHeadTests(ITestOutputHelper output)
{
    private const long MaxHead = 16 << 20;

    private static DataSet Image() => new DataSet()
        .SetUid(Tags.SOPClassUID, Uid.Parse("1.2.840.10008.5.1.4.1.1.7"))
        .SetUid(Tags.SOPInstanceUID, Uid.Parse("2.25.1"))
        .SetString(Tags.PatientName, "Test^Head")
        .SetItems(Tags.ReferencedStudySequence, new DataSet().SetUid(Tags.ReferencedSOPInstanceUID, Uid.Parse("2.25.2")))
        .SetInt(Tags.Rows, 100)
        .Set(new DataElement(new Tag(0x0029, 0x1010), Vr.OB, new byte[100_000]))
        .Set(new DataElement(Tags.PixelData, Vr.OW, new byte[20_000]))
        .Set(new DataElement(new Tag(0xFFFC, 0xFFFC), Vr.OB, new byte[10]));

    public static TheoryData<string> Syntaxes => new(
        "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2");

    [Theory, MemberData(nameof(Syntaxes))]
    public void Head_ends_before_pixel_data_and_skips_large_values(string uid)
    {
        var syntax = TransferSyntax.Of(Uid.Parse(uid));
        var bytes = DataSetWriter.ToArray(Image(), syntax);
        Assert.True(DataSetHead.TryRead(new(bytes), syntax, MaxHead, isWhole: true, out var head, out var pixelDataOffset));
        Assert.Equal(["(0008,0016)", "(0008,0018)", "(0008,1110)", "(0010,0010)", "(0028,0010)"], head.Select(element => element.Tag.ToString()));
        Assert.Equal("Test^Head", head.GetString(Tags.PatientName));
        Assert.Equal(100, head.GetInt(Tags.Rows));
        Assert.Equal("2.25.2", head.GetItems(Tags.ReferencedStudySequence)[0].GetString(Tags.ReferencedSOPInstanceUID));
        if (syntax.IsDeflated) Assert.Equal(-1, pixelDataOffset);
        else Assert.True(bytes.AsSpan((int)pixelDataOffset).StartsWith(syntax.IsBigEndian ? [0x7F, 0xE0, 0x00, 0x10] : [0xE0, 0x7F, 0x10, 0x00]));
    }

    [Theory, MemberData(nameof(Syntaxes))]
    public void Head_asks_for_more_until_all_of_it_is_there(string uid)
    {
        var syntax = TransferSyntax.Of(Uid.Parse(uid));
        var bytes = DataSetWriter.ToArray(Image(), syntax);
        var needed = -1;
        for (var length = 0; length <= bytes.Length; length += 1 + (length / 50))
        {
            var blocks = Blocks.Of(bytes.AsMemory(0, length), 997);
            var isRead = DataSetHead.TryRead(blocks, syntax, MaxHead, isWhole: false, out var head, out _);
            if (isRead) Assert.Equal(5, head!.Count);
            if (isRead && needed < 0) needed = length;
            if (needed >= 0) Assert.True(isRead, $"read from {needed} bytes but not from {length}");
        }
        Assert.InRange(needed, 1, bytes.Length);
    }

    [Fact] public void Head_longer_than_its_bound_is_refused()
    {
        var syntax = TransferSyntax.ExplicitVrLittleEndian;
        var bytes = DataSetWriter.ToArray(Image(), syntax);
        Assert.Throws<DicomFormatException>(() => DataSetHead.TryRead(new(bytes), syntax, 50_000, isWhole: true, out _, out _));
        Assert.Throws<DicomFormatException>(() => DataSetHead.TryRead(new(bytes.AsMemory(0, 60_000)), syntax, 50_000, isWhole: false, out _, out _));
    }

    [Fact] public void Data_set_without_pixel_data_is_all_head()
    {
        var syntax = TransferSyntax.ImplicitVrLittleEndian;
        var dataSet = new DataSet().SetString(Tags.PatientID, "1").SetString(Tags.StudyID, "2");
        var bytes = DataSetWriter.ToArray(dataSet, syntax);
        Assert.False(DataSetHead.TryRead(new(bytes), syntax, MaxHead, isWhole: false, out _, out _));
        Assert.True(DataSetHead.TryRead(new(bytes), syntax, MaxHead, isWhole: true, out var head, out var pixelDataOffset));
        Assert.Equal(2, head.Count);
        Assert.Equal(-1, pixelDataOffset);
    }

    [Fact] public void Heads_of_the_corpus_agree_with_the_whole_data_sets()
    {
        if (Corpus.Root is null) output.WriteLine("No corpus on this machine.");
        foreach (var row in Corpus.Manifest(stride: 11))
        {
            if (row["struct"].Contains("err=", StringComparison.Ordinal)) continue;
            var file = Corpus.Read(row["path"]);
            var (file10, whole) = Part10.Read(file);
            var body = Blocks.Of(file.AsMemory((int)file10.DataSetOffset), 4096);
            Assert.True(DataSetHead.TryRead(body, file10.TransferSyntax, MaxHead, isWhole: true, out var head, out var pixelDataOffset), row["path"]);
            Assert.Equal(whole.GetStrings(Tags.SOPInstanceUID), head.GetStrings(Tags.SOPInstanceUID));
            Assert.Equal(whole.GetStrings(Tags.PatientName), head.GetStrings(Tags.PatientName));
            Assert.Equal(whole.GetInt(Tags.Rows), head.GetInt(Tags.Rows));
            if (!file10.TransferSyntax.IsDeflated) Assert.Equal(whole.Contains(Tags.PixelData) || whole.Any(e => e.Tag.Value is 0x7FE00008 or 0x7FE00009), pixelDataOffset >= 0);
        }
    }
}
