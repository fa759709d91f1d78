using Archive.Tests.Receive;
using Concord.Dicom.Encoding;
using Concord.Vault.Blobs;
using Concord.Vault.Bundles;

namespace Archive.Tests.Bundles;

/// <summary>What a scan finds behind damage, and that no file makes it read the same bytes over and over.</summary>
public sealed class BundleScanTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public static TheoryData<string> Fillings => new("PK\u0003\u0004", "PK\u0003\u0004----", "headers that promise more than the file has", "objects with a torn byte between them", "zeroes");

    [Theory, MemberData(nameof(Fillings))]
    public void Bytes_made_to_look_like_headers_are_read_a_few_times_at_most(string filling)
    {
        var unit = filling[0] switch
        {
            'P' => System.Text.Encoding.Latin1.GetBytes(filling),
            'h' => Header(1, 1L << 50),
            'o' => [.. Entry(1, 400), 7],
            _ => [0],
        };
        var bytes = new byte[6 << 20];
        for (var at = 0; at + unit.Length <= bytes.Length; at += unit.Length) unit.CopyTo(bytes, at);
        var scan = Scan(bytes);
        Assert.Equal(filling[0] == 'o' ? bytes.Length / unit.Length : 0, scan.Entries.Count);
        Assert.Equal(bytes.Length, scan.Entries.Sum(entry => entry.End - entry.Offset) + scan.Damaged.Sum(range => range.Length));
        Assert.InRange(scan.HeaderBytesRead, 1, 3L * bytes.Length);
    }

    [Fact]
    public void Headers_alone_are_read_of_a_bundle_without_damage()
    {
        byte[] bytes = [.. Entry(1, 3 << 20), .. Entry(2, 3 << 20)];
        var scan = Scan(bytes);
        Assert.Equal((2, 0), (scan.Entries.Count, scan.Damaged.Count));
        Assert.InRange(scan.HeaderBytesRead, 1, 6L * LocalHeader.MaxLength);
    }

    [Fact]
    public void An_object_behind_damage_is_found_wherever_its_header_lies_in_what_is_read_at_once()
    {
        var entry = Entry(1, 400);
        var front = Enumerable.Range(0, 3).SelectMany(i => Enumerable.Range(-3, 7).Select(near => (i << 20) + near)).Concat([(1 << 20) - LocalHeader.MaxLength, (1 << 20) - 100]);
        foreach (var damage in front.Where(length => length > 0))
        {
            var bytes = new byte[damage + entry.Length];
            bytes.AsSpan(0, damage).Fill((byte)'P');
            entry.CopyTo(bytes, damage);
            var scan = Scan(bytes);
            Assert.Equal((damage, bytes.Length), (Assert.Single(scan.Entries).Offset, scan.Entries[0].End));
            Assert.Equal(new ByteRange(0, damage), Assert.Single(scan.Damaged));
        }
    }

    public void Dispose() => File.Delete(_path);

    private static byte[] Header(int number, long size, uint crc = 0)
    {
        var header = new byte[LocalHeader.MaxLength];
        var record = new EntryRecord(EntryKind.Instance, number, Objects.Study(), Objects.Series(), Objects.Instance(number), Objects.CtImage,
            TransferSyntax.ExplicitVrLittleEndian, 350, Objects.Origin);
        return header[..LocalHeader.Write(header, $"2.25.{number}.dcm", crc, size, record)];
    }

    private static byte[] Entry(int number, int size)
    {
        var data = new byte[size];
        new Random(number).NextBytes(data);
        return [.. Header(number, size, Crc32.Append(0, data)), .. data];
    }

    private BundleScan Scan(byte[] bytes)
    {
        File.WriteAllBytes(_path, bytes);
        using var file = File.OpenHandle(_path);
        return BundleScan.Of(file, checkData: true);
    }
}
