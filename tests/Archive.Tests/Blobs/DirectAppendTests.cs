using Archive.Tests.Receive;
using Concord.Vault.Blobs;

namespace Archive.Tests.Blobs;

/// <summary>Appends past the page cache leave the same bytes as those through it, whatever their lengths and whatever came between.</summary>
public sealed class DirectAppendTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData(true), InlineData(false)]
    public void What_is_appended_lies_there_in_order_with_zeros_to_the_end_of_a_block_at_most(bool isDirect)
    {
        var random = new Random(4);
        var disk = new Disk { IsDirect = isDirect };
        using var file = disk.Create(Path.Combine(_folder.Path, "appended"));
        List<byte> expected = [];
        foreach (var length in new[] { 40_000, 4096 * 9, 1, 33_000, 500, (1 << 20) + 40_000, (3 << 20) - 7, 40_000, 4096 * 8, 70_000 })
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            var cut = random.Next(length);
            file.Append([bytes.AsMemory(0, cut), ReadOnlyMemory<byte>.Empty, bytes.AsMemory(cut)], expected.Count);
            expected.AddRange(bytes);
            Assert.InRange(file.Length - expected.Count, 0, AlignedBlock.Alignment - 1);
            Assert.Equal(expected, File.ReadAllBytes(file.Path)[..expected.Count]);
            Assert.Equal(-1, File.ReadAllBytes(file.Path).AsSpan(expected.Count).IndexOfAnyExcept((byte)0));
        }
        if (!isDirect) Assert.Equal(expected.Count, file.Length);
    }

    [Fact]
    public void What_was_cut_off_or_written_between_is_seen_by_the_next_append()
    {
        var disk = new Disk();
        using var file = disk.Create(Path.Combine(_folder.Path, "appended"));
        var (ones, twos, threes) = (Filled(1, 50_000), Filled(2, 50_000), Filled(3, 50_000));
        file.Append([ones], 0);
        file.Append([twos], ones.Length);
        file.Truncate(ones.Length);
        file.Write([9], ones.Length - 1);
        file.Append([threes], ones.Length);
        byte[] expected = [.. ones[..^1], 9, .. threes];
        Assert.Equal(expected, File.ReadAllBytes(file.Path)[..expected.Length]);
        var there = new byte[10];
        Assert.Equal(10, file.Read(there, ones.Length - 5));
        Assert.Equal([1, 1, 1, 1, 9, 3, 3, 3, 3, 3], there);
    }

    [Fact]
    public void A_write_that_fails_leaves_no_belief_about_the_last_block()
    {
        var fail = false;
        var disk = new Disk((step, _) =>
        {
            if (fail && step == DiskStep.Write) throw new IOException("Input/output error", 5);
        });
        using var file = disk.Create(Path.Combine(_folder.Path, "appended"));
        file.Append([Filled(1, 50_000)], 0);
        fail = true;
        Assert.Throws<IOException>(() => file.Append([Filled(2, 50_000)], 50_000));
        fail = false;
        file.Truncate(50_000);
        file.Append([Filled(3, 50_000)], 50_000);
        Assert.Equal([.. Filled(1, 50_000), .. Filled(3, 50_000)], File.ReadAllBytes(file.Path)[..100_000]);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void What_is_read_past_the_page_cache_is_what_lies_there(bool isDirect)
    {
        var random = new Random(5);
        var bytes = new byte[(3 << 20) + 777];
        random.NextBytes(bytes);
        var path = Path.Combine(_folder.Path, "read");
        File.WriteAllBytes(path, bytes);
        using var reader = new DirectReader(new Disk { IsDirect = isDirect }, path);
        for (var at = 0; at < bytes.Length;)
        {
            var wanted = random.Next(1, DirectReader.MaxLength);
            var piece = reader.Read(at, wanted);
            Assert.Equal(Math.Min(wanted, bytes.Length - at), piece.Length);
            Assert.True(piece.Span.SequenceEqual(bytes.AsSpan(at, piece.Length)), $"at {at}");
            at += Math.Max(1, piece.Length - random.Next(5000)); // some of it is asked for again
        }
        Assert.Equal(0, reader.Read(bytes.Length, 1).Length);
        Assert.True(reader.Read(1, 10).Span.SequenceEqual(bytes.AsSpan(1, 10)));
        Assert.InRange(reader.Read(0, bytes.Length).Length, DirectReader.MaxLength, AlignedBlock.Length);
    }

    private static byte[] Filled(byte value, int length)
    {
        var bytes = new byte[length];
        bytes.AsSpan().Fill(value);
        return bytes;
    }
}
