using System.Buffers.Binary;
using Archive.Tests.Receive;
using Concord.Dicom.Encoding;
using Concord.Vault.Bundles;

namespace Archive.Tests.Bundles;

public sealed class ZipFormatTests
{
    private static readonly EntryRecord Record = new(EntryKind.Instance, 42, Objects.Study(), Objects.Series(), Objects.Instance(1), Objects.CtImage,
        TransferSyntax.ExplicitVrLittleEndian, 350, Objects.Origin);

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(0xFFFFFFFE)]
    [InlineData(0xFFFFFFFF)]
    [InlineData(0x1_0000_0000)]
    [InlineData(0x123_4567_89AB)]
    public void Local_headers_come_back_at_every_size(long size)
    {
        var bytes = new byte[LocalHeader.MaxLength];
        var length = LocalHeader.Write(bytes, "1.2.3.dcm", 0xCAFE, size, Record);
        var header = LocalHeader.TryRead(bytes.AsSpan(0, length))!;
        Assert.Equal(("1.2.3.dcm", 0xCAFEu, size, length), (header.Name, header.Crc, header.Size, header.Length));
        Assert.Equal(size >= 0xFFFFFFFF, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(18)) == uint.MaxValue);
        Assert.Equal(Record.Origin.Hops, header.Record!.Origin.Hops);
        Assert.Equal(Record with { Origin = header.Record.Origin, DataSetSha256 = header.Record.DataSetSha256 }, header.Record);
    }

    [Fact]
    public void A_header_with_any_bit_wrong_is_none()
    {
        var bytes = new byte[LocalHeader.MaxLength];
        var length = LocalHeader.Write(bytes, "1.2.3.dcm", 0xCAFE, 1000, Record);
        for (var bit = 0; bit < length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(LocalHeader.TryRead(bytes.AsSpan(0, length)) is null or { Record: null }, $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        for (var cut = 0; cut < length; cut++) Assert.Null(LocalHeader.TryRead(bytes.AsSpan(0, cut)));
    }

    [Theory]
    [InlineData(3, 1000, 500, false)]
    [InlineData(65534, 1000, 500, false)]
    [InlineData(65535, 1000, 500, true)]
    [InlineData(3, 0xFFFFFFFF, 500, true)]
    [InlineData(3, 5L << 32, 500, true)]
    public void The_end_record_is_Zip64_when_a_number_needs_it(long entries, long offset, long length, bool zip64)
    {
        var bytes = new byte[128];
        var written = ZipFormat.WriteEnd(bytes, entries, offset, length);
        Assert.Equal(zip64 ? 98 : 22, written);
        if (!zip64) return;
        Assert.Equal((entries, length, offset), (BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(32)),
            BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(40)), BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(48))));
        Assert.Equal(offset + length, BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(64)));
    }

    /// <summary>A sparse file of more than 4 GiB, as independent tools see it.</summary>
    [Fact]
    public void A_directory_beyond_four_gigabytes_is_read_by_other_tools()
    {
        using var folder = new TestFolder();
        var path = Path.Combine(folder.Path, "large.zip");
        var big = 5L << 30;
        using (var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write))
        {
            var header = new byte[LocalHeader.MaxLength];
            var headerLength = LocalHeader.Write(header, "1.2.3.dcm", 0, big, Record);
            RandomAccess.Write(file, header.AsSpan(0, headerLength), 0);
            var trailer = new BundleTrailer(headerLength + big);
            trailer.AddFile("metadata.json.gz", new byte[] { 1, 2, 3 });
            trailer.AddDirectory([new ScannedEntry(0, new LocalHeader("1.2.3.dcm", 0, big, headerLength, Record))]);
            RandomAccess.Write(file, trailer.Buffers, headerLength + big);
        }
        using var zip = System.IO.Compression.ZipFile.OpenRead(path);
        Assert.Equal([("1.2.3.dcm", big), ("metadata.json.gz", 3L)], zip.Entries.Select(entry => (entry.FullName, entry.Length)));
        using var bytes = new MemoryStream();
        using (var metadata = zip.Entries[1].Open()) metadata.CopyTo(bytes);
        Assert.Equal([1, 2, 3], bytes.ToArray());
        ZipTools.AssertListed(path);
    }
}
