using System.Buffers.Binary;
using Archive.Tests.Receive;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Vault.Bundles;
using Concord.Vault.Receive;

namespace Archive.Tests.Bundles;

public sealed class FrameTableTests : IDisposable
{
    private static readonly TransferSyntax Jpeg = TransferSyntax.Of(Uid.Parse("1.2.840.10008.1.2.4.50"));
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Native_frames_are_cut_by_their_attributes()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        var slice = Objects.Slice(1, pixelBytes: 16 * 8 * 2 * 3).SetInt(Tags.NumberOfFrames, 3).SetInt(Tags.Columns, 8);
        await vault.Store(slice);
        var entry = (await vault.Entries())[0];
        var table = (await vault.Vault.Bundles.ReadFrameTable(entry, CancellationToken.None))!;
        Assert.Equal((3, 16 * 8 * 16L, false), (table.NumberOfFrames, table.NativeFrameBits, table.IsEncapsulated));
        Assert.Equal(slice[Tags.PixelData].Value.ToArray(), Read(vault, entry, table.PixelData));
    }

    public static TheoryData<string, int[], int[]?, bool, int[]> Cases => new()
    {
        { "one fragment a frame, no table", [10, 20, 30], null, false, [1, 1, 1] },
        { "basic table, frames of several fragments", [10, 20, 30, 40, 50], [0, 2, 3], false, [2, 1, 2] },
        { "extended table", [10, 20, 30, 40], [0, 1, 3], true, [1, 2, 1] },
        { "a table that lies is not believed", [10, 20, 30], [0, -7, 2], false, [1, 1, 1] },
        { "one frame takes all fragments", [10, 20, 30], null, false, [3] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Encapsulated_frames_are_cut_by_table_or_fragment(string what, int[] lengths, int[]? firsts, bool extended, int[] expected)
    {
        Assert.NotEmpty(what);
        await using var vault = await TestVault.Open(_folder.Path);
        var fragments = lengths.Select((length, i) => Enumerable.Repeat((byte)i, length).ToArray()).ToArray();
        int OffsetOf(int fragment) => fragment < 0 ? 3 : fragments.Take(fragment).Sum(bytes => bytes.Length + 8);
        var table = new byte[firsts is null || extended ? 0 : firsts.Length * 4];
        for (var i = 0; i < table.Length / 4; i++) BinaryPrimitives.WriteInt32LittleEndian(table.AsSpan(i * 4), OffsetOf(firsts![i]));
        var slice = Objects.Slice(1).SetInt(Tags.NumberOfFrames, expected.Length);
        if (extended)
        {
            var offsets = new byte[firsts!.Length * 8];
            for (var i = 0; i < firsts.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(offsets.AsSpan(i * 8), OffsetOf(firsts[i]));
            slice.Set(new DataElement(Tags.ExtendedOffsetTable, Vr.OV, offsets));
        }
        slice.Set(DataElement.Encapsulated(Tags.PixelData, [table, .. fragments.Select(bytes => (ReadOnlyMemory<byte>)bytes)]));
        await vault.Store(slice, Jpeg);
        await AssertFrames(vault, fragments, expected);
        await vault.Vault.SealAll(CancellationToken.None);
        await AssertFrames(vault, fragments, expected);
    }

    [Fact]
    public async Task A_document_larger_than_any_head_is_kept_whole_and_found_by_its_head()
    {
        await using var vault = await TestVault.Open(_folder.Path, options => options with { MaxHeadBytes = 1 << 16, MaxObjectInMemoryBytes = 1 << 16 });
        var document = new byte[3_000_000];
        new Random(3).NextBytes(document);
        var slice = Objects.Slice(1, pixelBytes: 64).Set(new DataElement(new Tag(0x0042, 0x0011), Vr.OB, document));
        var bytes = Objects.Bytes(slice);
        Assert.IsType<StoreOutcome.Stored>(await vault.Store(bytes, TransferSyntax.ExplicitVrLittleEndian));
        Assert.IsType<StoreOutcome.Refused>(await vault.Store(bytes[..^80], TransferSyntax.ExplicitVrLittleEndian));
        await vault.Vault.SealAll(CancellationToken.None);
        var entry = Assert.Single(await vault.Entries());
        Assert.Equal(bytes, vault.DataSetOf(entry));
        var head = await vault.Vault.Bundles.ReadHead(entry, CancellationToken.None);
        Assert.Equal("P1", head.Head.GetString(Tags.PatientID));
        Assert.Equal((Tags.PixelData, 64L), (head.PixelData, head.PixelDataLength));
    }

    private static async Task AssertFrames(TestVault vault, byte[][] fragments, int[] expected)
    {
        var entry = (await vault.Entries())[0];
        var table = (await vault.Vault.Bundles.ReadFrameTable(entry, CancellationToken.None))!;
        Assert.Equal(expected, table.Fragments.Select(frame => frame.Count));
        Assert.Equal(fragments, table.Fragments.SelectMany(frame => frame).Select(range => Read(vault, entry, range)));
    }

    private static byte[] Read(TestVault vault, BundleEntry entry, ByteRange range)
    {
        using var stream = vault.Vault.Bundles.Open(entry.BundleId, range.Offset, range.Length);
        var bytes = new byte[range.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
