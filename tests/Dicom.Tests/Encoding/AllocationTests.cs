using System.Buffers;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Dicom.Tests.Encoding;

/// <summary>What reading costs in memory: the values kept, their elements, and next to nothing beside them. Counted, not timed.</summary>
public sealed class AllocationTests
{
    private const int ElementBytes = 32, ArrayHeader = 24;

    /// <summary>The data set itself, and what lies behind the meta: its own set, its values, the head.</summary>
    private const int DataSetBytes = 128, MetaBytes = 1280;
    private const int MaxHead = 16 << 20;

    private static DataSet Slice()
    {
        var slice = new DataSet()
            .SetUid(Tags.SOPClassUID, Uids.CTImageStorage).SetUid(Tags.SOPInstanceUID, Uid.Parse("2.25.1"))
            .SetUid(Tags.StudyInstanceUID, Uid.Parse("2.25.2")).SetUid(Tags.SeriesInstanceUID, Uid.Parse("2.25.3"))
            .SetString(Tags.PatientName, "Test^Slice").SetString(Tags.PatientID, "1").SetDoubles(Tags.PixelSpacing, [0.5, 0.5])
            .SetInt(Tags.Rows, 512).SetInt(Tags.Columns, 512).SetInt(Tags.PixelRepresentation, 1).SetInt(Tags.SmallestImagePixelValue, -5, Vr.SS);
        slice.SetString(new Tag(0x0009, 0x0010), "SAMPLE CREATOR", Vr.LO);
        for (ushort element = 0; element < 60; element++) slice.SetString(new Tag(0x0009, (ushort)(0x1000 + element)), $"value {element}", Vr.LO);
        return slice.Set(new DataElement(Tags.PixelData, Vr.OW, new byte[512 * 512 * 2]));
    }

    public static TheoryData<string> Syntaxes => new("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2");

    [Theory, MemberData(nameof(Syntaxes))]
    public void A_head_costs_the_values_kept_and_32_bytes_an_element(string uid)
    {
        var syntax = TransferSyntax.Of(Uid.Parse(uid));
        var bytes = DataSetWriter.ToArray(Slice(), syntax);
        DataSet? head = null;
        foreach (var input in new[] { new ReadOnlySequence<byte>(bytes), Blocks.Of(bytes, 4096) })
        {
            var cost = CostOf(() => Assert.True(DataSetHead.TryRead(input, syntax, MaxHead, isWhole: false, out head, out _)));
            var values = head!.Sum(element => element.Value.Length);
            Assert.Equal(Slice().Count - 1, head!.Count);
            Assert.InRange(cost, 1, values + (head!.Count * ElementBytes) + (2 * ArrayHeader) + DataSetBytes);
        }
    }

    [Theory, MemberData(nameof(Syntaxes))]
    public void A_file_read_in_memory_to_its_pixel_data_costs_32_bytes_an_element(string uid)
    {
        var file = Part10.ToArray(Slice(), TransferSyntax.Of(Uid.Parse(uid)));
        var options = new DataSetReadOptions { StopAt = Tags.PixelData };
        DataSet? read = null;
        var cost = CostOf(() => read = Part10.Read(file, options).DataSet);
        Assert.Equal(Slice().Count - 1, read!.Count);
        Assert.InRange(cost, 1, (read!.Count * ElementBytes) + ArrayHeader + DataSetBytes + MetaBytes);
    }

    [Fact] public void A_head_that_has_not_come_whole_costs_nothing()
    {
        var syntax = TransferSyntax.ExplicitVrLittleEndian;
        var bytes = DataSetWriter.ToArray(Slice(), syntax);
        var cost = CostOf(() => Assert.False(DataSetHead.TryRead(new(bytes.AsMemory(0, 500)), syntax, MaxHead, isWhole: false, out _, out _)));
        Assert.Equal(0, cost);
    }

    [Fact] public void An_item_costs_its_data_set_beside_its_elements()
    {
        const int items = 100, itemBytes = 16;
        var item = new DataSet().SetUid(Tags.ReferencedSOPClassUID, Uids.CTImageStorage).SetUid(Tags.ReferencedSOPInstanceUID, Uid.Parse("2.25.4"));
        var bytes = DataSetWriter.ToArray(new DataSet().SetItems(Tags.ReferencedImageSequence, [.. Enumerable.Repeat(item, items)]), TransferSyntax.ExplicitVrLittleEndian);
        var cost = CostOf(() => DataSetReader.Read(bytes, TransferSyntax.ExplicitVrLittleEndian));
        Assert.InRange(cost, 1, (items * ((2 * ElementBytes) + ArrayHeader + DataSetBytes + itemBytes)) + 1024);
    }

    /// <summary>Bytes that this thread allocates in one call, once pools are filled and all is compiled.</summary>
    private static long CostOf(Action read)
    {
        for (var i = 0; i < 3; i++) read();
        var before = GC.GetAllocatedBytesForCurrentThread();
        read();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
