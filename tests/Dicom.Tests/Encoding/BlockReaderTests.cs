using System.Buffers;
using System.Buffers.Binary;
using Concord.Dicom.Encoding;

namespace Dicom.Tests.Encoding;

public sealed class BlockReaderTests
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(1, 40).Select(number => (byte)number)];

    public static TheoryData<int> BlockLengths => new(1, 2, 3, 5, 7, 8, 11, 12, 13, 39, 40);

    [Theory, MemberData(nameof(BlockLengths))]
    public void Reads_the_same_from_every_place_in_blocks_of_any_length(int blockLength)
    {
        for (var at = 0; at <= Bytes.Length; at++)
        {
            var reader = new BlockReader(Blocks.Of(Bytes, blockLength));
            reader.Advance(at / 2);
            reader.Advance(at - (at / 2));
            var rest = Bytes.AsSpan(at);
            Assert.Equal(rest.Length, reader.Remaining);
            Assert.Equal(rest.ToArray(), reader.Rest.ToArray());
            if (rest.Length < 12) continue;
            Assert.Equal(BinaryPrimitives.ReadUInt64LittleEndian(rest), reader.Peek8());
            Assert.Equal(BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]), reader.Peek4(8));
            var copy = new byte[10];
            reader.CopyTo(copy);
            Assert.Equal(rest[..10].ToArray(), copy);
            Assert.Equal(rest[..11].ToArray(), reader.Slice(11).ToArray());
        }
    }

    [Theory, MemberData(nameof(BlockLengths))]
    public void Passes_zeros_over_blocks(int blockLength)
    {
        var reader = new BlockReader(Blocks.Of(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0 }, blockLength));
        Assert.Equal(10, reader.AdvancePastZeros());
        Assert.Equal(2, reader.Remaining);
        reader.Advance(1);
        Assert.Equal(1, reader.AdvancePastZeros());
        Assert.Equal(0, reader.Remaining);
    }
}
