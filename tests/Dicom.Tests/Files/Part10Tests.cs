using System.Buffers;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Dicom.Tests.Files;

public sealed class Part10Tests
{
    private static byte[] File => Part10.ToArray(Samples.Rich(), TransferSyntax.ExplicitVrLittleEndian);

    private static int DataSetOffset(byte[] file) => (int)Part10.Read(file).Head.DataSetOffset;

    [Fact] public void Meta_says_what_the_object_is()
    {
        var output = new ArrayBufferWriter<byte>();
        new FileMeta(Uid.Parse("1.2.3"), Uid.Parse("1.2.4"), TransferSyntax.ExplicitVrBigEndian) { SourceApplicationEntityTitle = "SENDER" }.Write(output);
        Assert.True(Part10.TryReadHead(new(output.WrittenMemory), isWhole: true, out var head));
        Assert.Equal(output.WrittenCount, head.DataSetOffset);
        Assert.Same(TransferSyntax.ExplicitVrBigEndian, head.TransferSyntax);
        Assert.Equal("1.2.3", head.Meta.GetString(Tags.MediaStorageSOPClassUID));
        Assert.Equal("1.2.4", head.Meta.GetString(Tags.MediaStorageSOPInstanceUID));
        Assert.Equal("SENDER", head.Meta.GetString(Tags.SourceApplicationEntityTitle));
        Assert.Equal(FileMeta.ConcordImplementationVersionName, head.Meta.GetString(Tags.ImplementationVersionName));
        Assert.Equal(output.WrittenCount - 132 - 12, head.Meta.GetInt(Tags.FileMetaInformationGroupLength));
    }

    [Fact] public void Head_asks_for_more_until_it_is_whole()
    {
        var file = File;
        var offset = DataSetOffset(file);
        for (var length = 0; length < file.Length; length++)
        {
            var isRead = Part10.TryReadHead(Blocks.Of(file.AsMemory(0, length), 13), isWhole: false, out var head);
            // four bytes more show that no further element of group 0002 follows
            Assert.Equal(length >= offset + 4, isRead);
            if (isRead) Assert.Equal(offset, head!.DataSetOffset);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(100_000)]
    [InlineData(-1)]
    public void Group_length_may_be_wrong(int announced)
    {
        var file = File;
        BitConverter.TryWriteBytes(file.AsSpan(140), announced);
        Assert.Equal(DataSetOffset(File), DataSetOffset(file));
    }

    [Fact] public void Group_length_may_be_absent()
    {
        byte[] file = [.. File.AsSpan(0, 132), .. File.AsSpan(144)];
        Assert.Equal(DataSetOffset(File) - 12, DataSetOffset(file));
    }

    [Fact] public void Meta_in_implicit_vr_is_read()
    {
        var meta = new DataSet().SetUid(Tags.MediaStorageSOPClassUID, Uid.Parse("1.2.3")).SetUid(Tags.TransferSyntaxUID, TransferSyntax.ImplicitVrLittleEndian.Uid);
        byte[] file =
        [
            .. new byte[128], .. "DICM"u8, .. DataSetWriter.ToArray(meta, TransferSyntax.ImplicitVrLittleEndian),
            .. DataSetWriter.ToArray(Samples.Rich(), TransferSyntax.ImplicitVrLittleEndian),
        ];
        var (head, dataSet) = Part10.Read(file);
        Assert.Same(TransferSyntax.ImplicitVrLittleEndian, head.TransferSyntax);
        Assert.Equal("odd", dataSet.GetString(Tags.PatientID));
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2")]
    [InlineData("1.2.840.10008.1.2.1")]
    [InlineData("1.2.840.10008.1.2.2")]
    public void Syntax_of_a_bare_data_set_is_guessed(string uid)
    {
        var syntax = TransferSyntax.Of(Uid.Parse(uid));
        var (head, dataSet) = Part10.Read(DataSetWriter.ToArray(Samples.Rich(), syntax));
        Assert.Same(syntax, head.TransferSyntax);
        Assert.Empty(head.Meta);
        Assert.Equal(0, head.DataSetOffset);
        Assert.Equal("odd", dataSet.GetString(Tags.PatientID));
    }

    [Fact] public void Letters_of_the_prefix_inside_a_bare_data_set_are_data()
    {
        static byte[] Bytes(int before) => DataSetWriter.ToArray(
            new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 100").SetString(Tags.Manufacturer, new string('X', before) + "DICM" + new string('Y', 20)),
            TransferSyntax.ExplicitVrLittleEndian);
        var moved = Bytes(100 + 128 - Bytes(100).AsSpan().IndexOf("DICM"u8));
        Assert.Equal(128, moved.AsSpan().IndexOf("DICM"u8));
        Assert.Equal(0, Part10.Read(moved).Head.DataSetOffset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("FFD8FFE000104A46494600010101006000600000")]
    [InlineData("504B0304140000000800")]
    [InlineData("3C21444F43545950452068746D6C3E0A3C68746D6C3E")]
    public void What_is_no_dicom_is_refused(string hex) => Assert.Throws<DicomFormatException>(() => Part10.Read(Convert.FromHexString(hex)));

    [Fact] public void Meta_that_does_not_end_is_refused()
    {
        byte[] start = [.. new byte[128], .. "DICM"u8, 2, 0, 2, 1, (byte)'O', (byte)'B', 0, 0, 0xFE, 0xFF, 0xFF, 0x7F];
        byte[] file = [.. start, .. new byte[2 << 20]];
        Assert.Throws<DicomFormatException>(() => Part10.TryReadHead(new(file), isWhole: false, out _));
    }

    [Fact] public void Deflated_data_that_begin_like_meta_are_data()
    {
        // 02 00 begins a deflate block that may stand for anything; the group length tells where the meta ends
        var output = new ArrayBufferWriter<byte>();
        new FileMeta(Uid.Parse("1.2.3"), Uid.Parse("1.2.4"), TransferSyntax.DeflatedExplicitVrLittleEndian).Write(output);
        byte[] file = [.. output.WrittenSpan, 2, 0, 3, 0, (byte)'U', (byte)'I', 2, 0, (byte)'1', 0];
        Assert.True(Part10.TryReadHead(new(file), isWhole: true, out var head));
        Assert.Equal(output.WrittenCount, head.DataSetOffset);
    }
}
