using System.Buffers;
using System.Text;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;

namespace Dicom.Tests.Encoding;

public sealed class DicomTokenReaderTests
{
    public static TheoryData<string> Syntaxes => new(
        "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2");

    [Theory, MemberData(nameof(Syntaxes))]
    public void Tokens_are_the_same_at_every_split(string uid)
    {
        var syntax = TransferSyntax.Of(Uid.Parse(uid));
        var bytes = DataSetWriter.ToArray(Samples.Rich(), syntax);
        var whole = Tokens(bytes, syntax, bytes.Length);
        Assert.Contains("SequenceStart (0008,1140)", whole, StringComparison.Ordinal);
        for (var split = 1; split < bytes.Length; split++) Assert.Equal(whole, Tokens(bytes, syntax, split));
    }

    [Theory, MemberData(nameof(Syntaxes))]
    public void Tokens_are_the_same_byte_by_byte(string uid)
    {
        var syntax = TransferSyntax.Of(Uid.Parse(uid));
        var bytes = DataSetWriter.ToArray(Samples.Rich(), syntax);
        Assert.Equal(Tokens(bytes, syntax, bytes.Length), Tokens(bytes, syntax, 1));
    }

    [Theory]
    [InlineData("000000005356000000000000"), InlineData("000000005552000000000000")]
    public void A_first_element_that_arrives_in_two_blocks_is_still_the_first(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        foreach (var syntax in new[] { TransferSyntax.ImplicitVrLittleEndian, TransferSyntax.ExplicitVrLittleEndian })
            for (var split = 1; split < bytes.Length; split++) Assert.Equal(Tokens(bytes, syntax, bytes.Length), Tokens(bytes, syntax, split));
    }

    [Fact] public void Values_come_in_parts_as_they_arrive()
    {
        var syntax = TransferSyntax.ExplicitVrLittleEndian;
        var value = Enumerable.Range(0, 1000).Select(i => (byte)i).ToArray();
        var bytes = DataSetWriter.ToArray(new DataSet().Set(new DataElement(Tags.PixelData, Vr.OB, value)), syntax);
        var state = new DicomTokenState(syntax);
        var collected = new MemoryStream();
        for (var at = 0; at < bytes.Length;)
        {
            var end = Math.Min(bytes.Length, at + 100);
            var reader = new DicomTokenReader(new(bytes.AsMemory(at, end - at)), end == bytes.Length, state);
            if (collected.Length == 0) Assert.True(reader.Read());
            while (reader.TryReadValuePart(out var part)) collected.Write(part.ToArray());
            state = reader.CurrentState;
            at = (int)state.BytesConsumed;
        }
        Assert.Equal(value, collected.ToArray());
    }

    [Fact] public void Reading_allocates_no_more_for_more_elements()
    {
        var syntax = TransferSyntax.ExplicitVrLittleEndian;
        var few = DataSetWriter.ToArray(new DataSet().SetInt(Tags.Rows, 5), syntax);
        var rich = Samples.Rich();
        rich.Remove(new Tag(0x0029, 0x1003)); // implicit inside: code that is not optimized allocates when it looks into the dictionary
        var many = DataSetWriter.ToArray(rich, syntax);
        Allocated(few, syntax);
        Assert.InRange(Allocated(many, syntax), 0, Allocated(few, syntax) + 64);
    }

    [Fact] public void Nesting_is_bounded()
    {
        var syntax = TransferSyntax.ExplicitVrLittleEndian;
        var dataSet = new DataSet();
        for (var depth = 0; depth < 128; depth++) dataSet = new DataSet().SetItems(Tags.ReferencedStudySequence, dataSet);
        var bytes = DataSetWriter.ToArray(dataSet, syntax);
        Assert.Equal(128 * 4, Count(bytes, syntax));
        var deeper = DataSetWriter.ToArray(new DataSet().SetItems(Tags.ReferencedStudySequence, dataSet), syntax);
        var fault = Assert.Throws<DicomFormatException>(() => Count(deeper, syntax));
        Assert.Equal(Tags.ReferencedStudySequence, fault.Tag);
    }

    [Fact] public void Faults_name_tag_and_offset()
    {
        byte[] bytes = [0x08, 0x00, 0x18, 0x00, (byte)'U', (byte)'I', 0x10, 0x00, (byte)'1'];
        var fault = Assert.Throws<DicomFormatException>(() => Count(bytes, TransferSyntax.ExplicitVrLittleEndian));
        Assert.Equal(Tags.SOPInstanceUID, fault.Tag);
        Assert.Equal(8, fault.Offset);
    }

    [Fact] public void Unknown_of_undefined_length_is_an_implicit_sequence()
    {
        var dataSet = new DataSet().Set(DataElement.Sequence(new Tag(0x0029, 0x1001), [new(new DataSet().SetInt(Tags.Rows, 5))], undefinedLength: true, Vr.UN));
        foreach (var syntax in new[] { TransferSyntax.ExplicitVrLittleEndian, TransferSyntax.ExplicitVrBigEndian })
        {
            var bytes = DataSetWriter.ToArray(dataSet, syntax);
            Assert.EndsWith("FEFF00E00A0000002800100002000000" + "0500" + "FEFFDDE000000000", Convert.ToHexString(bytes), StringComparison.Ordinal);
            var read = DataSetReader.Read(bytes, syntax)[new Tag(0x0029, 0x1001)];
            Assert.Equal(Vr.UN, read.Vr);
            Assert.Equal(5, read.Items![0].DataSet.GetInt(Tags.Rows));
        }
    }

    private static long Allocated(byte[] bytes, TransferSyntax syntax)
    {
        Count(bytes, syntax);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Count(bytes, syntax);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
    }

    private static int Count(byte[] bytes, TransferSyntax syntax)
    {
        var reader = new DicomTokenReader(new(bytes), isFinalBlock: true, new DicomTokenState(syntax));
        var count = 0;
        while (reader.Read()) count++;
        return count;
    }

    /// <summary>All tokens as text, the input given in blocks of the size: what is not taken is given again with the next block.</summary>
    private static string Tokens(byte[] bytes, TransferSyntax syntax, int blockSize)
    {
        var text = new StringBuilder();
        var state = new DicomTokenState(syntax);
        var isPending = false;
        for (var given = 0; given < bytes.Length;)
        {
            given = Math.Min(bytes.Length, given + blockSize);
            var start = (int)state.BytesConsumed;
            var reader = new DicomTokenReader(Blocks.Of(bytes.AsMemory(start, given - start), 7), given == bytes.Length, state);
            while (isPending || reader.Read())
            {
                ReadOnlySequence<byte> value;
                if (!isPending) text.Append($"{reader.TokenType} {reader.Tag} {reader.Vr.Code} {reader.Length} @{reader.TokenOffset}+{reader.ValueOffset}");
                isPending = !reader.TryReadValue(out value);
                if (isPending) break;
                text.AppendLine(Convert.ToHexString(value.ToArray()));
            }
            state = reader.CurrentState;
        }
        Assert.False(isPending);
        return text.ToString();
    }
}
