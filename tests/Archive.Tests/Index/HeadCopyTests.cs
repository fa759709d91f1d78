using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Vault.Index;

namespace Archive.Tests.Index;

public sealed class HeadCopyTests
{
    [Fact]
    public void Only_what_rows_are_made_of_is_kept()
    {
        var slim = HeadCopy.Slim(Arrival.Row(1).Head);
        Assert.True(slim.Contains(Tags.PatientName) && slim.Contains(Tags.SeriesNumber) && slim.Contains(Tags.SpecificCharacterSet));
        Assert.False(slim.Contains(Tags.InstanceNumber) || slim.Contains(Tags.SOPInstanceUID));
    }

    [Fact]
    public void A_head_full_of_sequences_is_kept_within_its_bound()
    {
        var item = new DataSet().SetString(Tags.CodeMeaning, new string('x', 60)).SetString(Tags.CodeValue, "1");
        var head = Arrival.Row(1).Head;
        foreach (var tag in (Tag[])[Tags.RequestAttributesSequence, Tags.ProcedureCodeSequence, Tags.ReferencedStudySequence, Tags.OtherPatientIDsSequence])
            head.SetItems(tag, [.. Enumerable.Range(0, 250).Select(_ => new DataSet().SetItems(Tags.PurposeOfReferenceCodeSequence, [.. Enumerable.Repeat(item, 50)]))]);
        var slim = HeadCopy.Slim(head);
        Assert.InRange(DataSetWriter.ToArray(slim, TransferSyntax.ExplicitVrLittleEndian).Length, 1, 64 << 10);
        Assert.Equal("Test^Patient", slim.GetString(Tags.PatientName));
    }

    [Fact]
    public void Nested_text_takes_the_character_set_of_the_whole()
    {
        var source = new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 100");
        source.SetItems(Tags.ProcedureCodeSequence, new DataSet());
        var item = source.GetItems(Tags.ProcedureCodeSequence)[0];
        item.SetString(Tags.CodeMeaning, "Schädel");
        var copy = HeadCopy.ToUtf8(HeadCopy.Slim(source));
        Assert.Equal("Schädel", copy.GetItems(Tags.ProcedureCodeSequence)[0].GetString(Tags.CodeMeaning));
        Assert.Equal(["ISO_IR 192"], copy.GetStrings(Tags.SpecificCharacterSet));
    }

    [Fact]
    public void Numbers_turn_little_endian()
    {
        var source = new DataSet(ByteOrder.BigEndian).SetInts(Tags.FrameIncrementPointer, [0x00181063]).SetInt(Tags.PregnancyStatus, 3);
        var copy = HeadCopy.ToUtf8(source);
        Assert.Equal(3, copy.GetInt(Tags.PregnancyStatus));
        Assert.Equal("00181063", copy.GetString(Tags.FrameIncrementPointer));
    }
}
