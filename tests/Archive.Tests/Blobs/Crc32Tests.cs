using Concord.Vault.Blobs;

namespace Archive.Tests.Blobs;

public sealed class Crc32Tests
{
    [Fact]
    public void The_check_value_of_the_standard_comes_out() => Assert.Equal(0xCBF43926u, Crc32.Append(0, "123456789"u8));

    [Fact]
    public void Folded_and_scalar_give_the_same_for_every_length_and_any_split()
    {
        var random = new Random(1);
        var bytes = new byte[2048];
        random.NextBytes(bytes);
        for (var length = 0; length < bytes.Length; length++)
        {
            var scalar = Crc32.AppendByTable(0, bytes.AsSpan(0, length));
            Assert.Equal(scalar, Crc32.Append(0, bytes.AsSpan(0, length)));
            var split = random.Next(length + 1);
            Assert.Equal(scalar, Crc32.Append(Crc32.Append(0, bytes.AsSpan(0, split)), bytes.AsSpan(split, length - split)));
        }
    }

    [Fact]
    public void Checksums_of_parts_combine_and_come_apart()
    {
        var bytes = new byte[100_000];
        new Random(2).NextBytes(bytes);
        foreach (var split in new[] { 0, 1, 7, 4096, 99_999, 100_000 })
        {
            var (a, b) = (Crc32.Append(0, bytes.AsSpan(0, split)), Crc32.Append(0, bytes.AsSpan(split)));
            var both = Crc32.Append(0, bytes);
            Assert.Equal(both, Crc32.Combine(a, b, bytes.Length - split));
            Assert.Equal(b, Crc32.WithoutPrefix(both, a, bytes.Length - split));
        }
    }
}
