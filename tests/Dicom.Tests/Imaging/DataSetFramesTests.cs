using System.Buffers.Binary;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Imaging;
using Concord.Imaging.Frames;

namespace Dicom.Tests.Imaging;

/// <summary>Frames of data sets in memory, however they are cut (PS3.5 §8.2, §A.4).</summary>
public class DataSetFramesTests
{
    private static readonly TransferSyntax Jpeg2000 = TransferSyntax.Of(Uid.Parse("1.2.840.10008.1.2.4.90"));

    [Fact]
    public async Task Native_frames_lie_one_after_the_other()
    {
        var frames = DataSetFrames.Of(Image(2, 3, 8, 2).Set(new DataElement(Tags.PixelData, Vr.OB, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 })), TransferSyntax.ExplicitVrLittleEndian);
        Assert.Equal([1, 2, 3, 4, 5, 6], await Read(frames, 0));
        Assert.Equal([7, 8, 9, 10, 11, 12], await Read(frames, 1));
    }

    [Fact]
    public async Task A_frame_of_1_bit_begins_at_its_first_bit_though_the_frames_are_packed()
    {
        var frames = DataSetFrames.Of(Image(3, 3, 1, 2).Set(new DataElement(Tags.PixelData, Vr.OB, new byte[] { 0b1010_1010, 0b0101_0101, 0b11, 0 })), TransferSyntax.ExplicitVrLittleEndian);
        Assert.Equal([0b1010_1010, 0b1], await Read(frames, 0));
        Assert.Equal([0b1010_1010, 0b1], await Read(frames, 1));
    }

    [Fact]
    public async Task Big_endian_words_are_turned_round_even_where_a_frame_ends_within_one()
    {
        var dataSet = Image(1, 3, 8, 2, ByteOrder.BigEndian).Set(new DataElement(Tags.PixelData, Vr.OW, new byte[] { 2, 1, 4, 3, 6, 5 }));
        var frames = DataSetFrames.Of(dataSet, TransferSyntax.ExplicitVrBigEndian);
        Assert.Equal([1, 2, 3], await Read(frames, 0));
        Assert.Equal([4, 5, 6], await Read(frames, 1));
    }

    [Theory]
    [InlineData("basic")]
    [InlineData("extended")]
    [InlineData("markers")]
    public async Task Fragments_are_joined_to_frames_by_either_table_or_by_start_markers(string how)
    {
        byte[][] fragments = [[0xFF, 0x4F, 0xFF, 0x51], [1, 2], [0xFF, 0x4F, 0xFF, 0x51, 3, 4], [5, 6], [7, 8]];
        var frames = DataSetFrames.Of(Encapsulated(how, fragments, [0, 22]), Jpeg2000);
        Assert.Equal(2, frames.Count);
        Assert.Equal([0xFF, 0x4F, 0xFF, 0x51, 1, 2], await Read(frames, 0));
        Assert.Equal([0xFF, 0x4F, 0xFF, 0x51, 3, 4, 5, 6, 7, 8], await Read(frames, 1));
    }

    [Fact]
    public async Task Without_table_and_markers_a_fragment_is_a_frame()
    {
        var frames = DataSetFrames.Of(Encapsulated("none", [[1, 2], [3, 4]], []), Jpeg2000);
        Assert.Equal([3, 4], await Read(frames, 1));
    }

    [Fact]
    public async Task A_table_that_points_between_fragments_is_not_believed()
    {
        var frames = DataSetFrames.Of(Encapsulated("basic", [[1, 2], [3, 4]], [0, 9]), Jpeg2000);
        Assert.Equal([3, 4], await Read(frames, 1));
    }

    [Fact]
    public async Task A_frame_that_is_not_there_is_malformed()
    {
        var frames = DataSetFrames.Of(Image(2, 2, 8, 3).Set(new DataElement(Tags.PixelData, Vr.OB, new byte[10])), TransferSyntax.ExplicitVrLittleEndian);
        Assert.Equal(2, frames.Count);
        Assert.Equal(FrameFailure.Malformed, (await Assert.ThrowsAsync<FrameException>(() => frames.ReadFrame(2, default).AsTask())).Failure);
    }

    [Fact]
    public void A_data_set_without_pixels_is_told()
    {
        Assert.Equal(FrameFailure.Malformed, Assert.Throws<FrameException>(() => DataSetFrames.Of(Image(2, 2, 8, 1), TransferSyntax.ExplicitVrLittleEndian)).Failure);
    }

    private static DataSet Encapsulated(string how, byte[][] fragments, long[] offsets)
    {
        var dataSet = Image(4, 4, 8, 2);
        var basic = new byte[how == "basic" ? offsets.Length * 4 : 0];
        for (var i = 0; i < basic.Length / 4; i++) BinaryPrimitives.WriteUInt32LittleEndian(basic.AsSpan(i * 4), (uint)offsets[i]);
        if (how == "extended")
        {
            var extended = new byte[offsets.Length * 8];
            for (var i = 0; i < offsets.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(extended.AsSpan(i * 8), offsets[i]);
            dataSet.Set(new DataElement(Tags.ExtendedOffsetTable, Vr.OV, extended));
        }
        return dataSet.Set(DataElement.Encapsulated(Tags.PixelData, [basic, .. fragments.Select(fragment => (ReadOnlyMemory<byte>)fragment)]));
    }

    private static DataSet Image(int rows, int columns, int bits, int frames, ByteOrder order = ByteOrder.LittleEndian) => new DataSet(order)
        .SetInt(Tags.SamplesPerPixel, 1).SetString(Tags.PhotometricInterpretation, "MONOCHROME2").SetInt(Tags.NumberOfFrames, frames)
        .SetInt(Tags.Rows, rows).SetInt(Tags.Columns, columns).SetInt(Tags.BitsAllocated, bits).SetInt(Tags.BitsStored, bits)
        .SetInt(Tags.HighBit, bits - 1).SetInt(Tags.PixelRepresentation, 0, Vr.US);

    private static async Task<byte[]> Read(IFrameSource source, int frame)
    {
        using var bytes = await source.ReadFrame(frame, default);
        return bytes.Span.ToArray();
    }
}
