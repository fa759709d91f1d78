using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;

namespace Dicom.Tests.DataElements;

public sealed class DataSetTests
{
    [Fact] public void Elements_stand_in_tag_order_whatever_the_order_of_setting()
    {
        var dataSet = new DataSet().SetString(Tags.StudyID, "c").SetString(Tags.PatientID, "b").SetString(Tags.Modality, "a").SetString(Tags.PatientID, "B");
        Assert.Equal([Tags.Modality, Tags.PatientID, Tags.StudyID], dataSet.Select(element => element.Tag));
        Assert.Equal("B", dataSet.GetString(Tags.PatientID));
        Assert.True(dataSet.Remove(Tags.PatientID));
        Assert.False(dataSet.Remove(Tags.PatientID));
        Assert.Equal(2, dataSet.Count);
    }

    [Fact] public void Elements_received_out_of_order_are_put_in_order_and_the_first_of_a_tag_counts()
    {
        byte[] Element(Tag tag, string value) => DataSetWriter.ToArray(new DataSet().SetString(tag, value), TransferSyntax.ExplicitVrLittleEndian);
        byte[] bytes = [.. Element(Tags.PatientID, "first "), .. Element(Tags.Modality, "CT"), .. Element(Tags.PatientID, "second")];
        var dataSet = DataSetReader.Read(bytes, TransferSyntax.ExplicitVrLittleEndian);
        Assert.Equal([Tags.Modality, Tags.PatientID], dataSet.Select(element => element.Tag));
        Assert.Equal("first", dataSet.GetString(Tags.PatientID));
    }

    [Fact] public void Many_elements_in_descending_order_take_no_quadratic_time()
    {
        const int count = 200_000;
        var bytes = new byte[count * 8];
        for (var i = 0; i < count; i++)
        {
            var tag = (uint)(0x7000_0001 + (count - i)) | 0x0001_0000;
            BitConverter.TryWriteBytes(bytes.AsSpan(i * 8), (ushort)(tag >> 16));
            BitConverter.TryWriteBytes(bytes.AsSpan((i * 8) + 2), (ushort)tag);
        }
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.True(DataSetReader.Read(bytes, TransferSyntax.ImplicitVrLittleEndian).Count > 1000);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20));
    }

    [Fact] public void Values_that_are_absent_or_damaged_are_null_or_empty()
    {
        var dataSet = new DataSet()
            .SetEmpty(Tags.PatientName)
            .SetString(Tags.InstanceNumber, "one")
            .Set(new DataElement(Tags.Rows, Vr.US, new byte[] { 1 }))
            .Set(new DataElement(Tags.StudyInstanceUID, Vr.UI, "1..2"u8.ToArray()))
            .Set(new DataElement(Tags.SeriesInstanceUID, Vr.UI, "1.2\0"u8.ToArray()));
        Assert.Null(dataSet.GetString(Tags.PatientName));
        Assert.Empty(dataSet.GetStrings(Tags.PatientID));
        Assert.Null(dataSet.GetInt(Tags.InstanceNumber));
        Assert.Null(dataSet.GetInt(Tags.Rows));
        Assert.Null(dataSet.GetInt(Tags.Columns, -1));
        Assert.Null(dataSet.GetUid(Tags.StudyInstanceUID));
        Assert.Equal("1.2", dataSet.GetUid(Tags.SeriesInstanceUID)!.Value.ToString());
        Assert.Empty(dataSet.GetItems(Tags.Rows));
    }

    [Fact] public void Unknown_of_a_known_element_is_what_the_dictionary_says_and_little_endian()
    {
        foreach (var order in new[] { ByteOrder.LittleEndian, ByteOrder.BigEndian })
        {
            var dataSet = new DataSet(order)
                .Set(new DataElement(Tags.Rows, Vr.UN, new byte[] { 0, 2 }))
                .Set(new DataElement(Tags.PatientName, Vr.UN, "A^B "u8.ToArray()))
                .Set(new DataElement(Tags.FrameIncrementPointer, Vr.UN, new byte[] { 0x18, 0, 0x63, 0x10 }));
            Assert.Equal(512, dataSet.GetInt(Tags.Rows));
            Assert.Equal(512d, dataSet.GetDouble(Tags.Rows));
            Assert.Equal("A^B", dataSet.GetString(Tags.PatientName));
            Assert.Equal(["00181063"], dataSet.GetStrings(Tags.FrameIncrementPointer));
        }
    }

    [Fact] public void Group_lengths_stay_until_something_changes()
    {
        var syntax = TransferSyntax.ExplicitVrLittleEndian;
        byte[] bytes = [8, 0, 0, 0, (byte)'U', (byte)'L', 4, 0, 10, 0, 0, 0, .. DataSetWriter.ToArray(new DataSet().SetString(Tags.Modality, "CT"), syntax)];
        Assert.Equal(bytes, DataSetWriter.ToArray(DataSetReader.Read(bytes, syntax), syntax));
        Assert.Equal(bytes[12..], DataSetWriter.ToArray(DataSetReader.Read(bytes, syntax).SetString(Tags.Modality, "CT"), syntax));
        Assert.Equal(8 + 2, DataSetWriter.ToArray(DataSetReader.Read(bytes, syntax), TransferSyntax.ImplicitVrLittleEndian).Length);
    }

    [Fact] public void Change_in_an_item_is_a_change_of_the_whole()
    {
        var syntax = TransferSyntax.ExplicitVrLittleEndian;
        var made = new DataSet().SetItems(Tags.ReferencedStudySequence, new DataSet().Set(new DataElement(Tags.ReferencedSOPInstanceUID, Vr.UI, "1.2"u8.ToArray())));
        var odd = DataSetWriter.ToArray(made, syntax);
        odd[^1] = (byte)'3';
        var read = DataSetReader.Read(odd, syntax);
        Assert.Equal(odd, DataSetWriter.ToArray(read, syntax));
        read.GetItems(Tags.ReferencedStudySequence)[0].SetString(Tags.ReferencedSOPClassUID, "1.3");
        var again = DataSetReader.Read(DataSetWriter.ToArray(read, syntax), syntax);
        Assert.Equal("1.3", again.GetItems(Tags.ReferencedStudySequence)[0].GetString(Tags.ReferencedSOPClassUID));
    }

    [Fact] public void Command_group_length_is_computed()
    {
        var command = new DataSet().SetInt(Tags.CommandGroupLength, 0).SetUid(Tags.AffectedSOPClassUID, Uid.Parse("1.2.840.10008.1.1")).SetInt(Tags.CommandField, 0x30);
        var bytes = DataSetWriter.ToArray(command, TransferSyntax.ImplicitVrLittleEndian);
        Assert.Equal(bytes.Length - 12, BitConverter.ToInt32(bytes, 8));
    }

    [Fact] public void Private_creators_name_their_blocks()
    {
        var dataSet = new DataSet().SetString(new Tag(0x0029, 0x0011), "SIEMENS CSA HEADER", Vr.LO);
        Assert.Equal("SIEMENS CSA HEADER", dataSet.PrivateCreatorOf(new Tag(0x0029, 0x1108)));
        Assert.Null(dataSet.PrivateCreatorOf(new Tag(0x0029, 0x1008)));
        dataSet.SetString(new Tag(0x0029, 0x1108), "IMAGE NUM 4");
        Assert.Equal(Vr.CS, dataSet[new Tag(0x0029, 0x1108)].Vr);
    }

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(-1234567.1234567891, "-1234567.1234568")]
    [InlineData(1e-300, "1E-300")]
    [InlineData(-0.00001234567890123, "-1.234567890E-05")]
    public void Decimal_strings_have_at_most_sixteen_characters(double value, string text)
    {
        var written = new DataSet().SetDouble(Tags.SliceThickness, value).GetString(Tags.SliceThickness)!;
        Assert.InRange(written.Length, 1, 16);
        Assert.Equal(double.Parse(text, System.Globalization.CultureInfo.InvariantCulture), double.Parse(written, System.Globalization.CultureInfo.InvariantCulture), Math.Abs(value) * 1e-8);
    }
}
