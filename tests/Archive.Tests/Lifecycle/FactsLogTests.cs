using Archive.Tests.Receive;
using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Lifecycle;

namespace Archive.Tests.Lifecycle;

public sealed class FactsLogTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Facts_come_back_and_a_torn_last_line_of_any_length_is_set_aside()
    {
        long afterTwo;
        using (var folder = DataFolder.Open(_folder.Path, mustExist: false, new()))
        using (var log = FactsLog.Open(folder, new()))
        {
            var numbers = new NumberSequence();
            log.Append(numbers, Deletion);
            log.Append(numbers, Deletion);
            afterTwo = log.End;
            log.Append(numbers, Deletion);
        }
        var whole = File.ReadAllBytes(Path.Combine(_folder.Path, "facts"));
        for (var cut = (int)afterTwo; cut < whole.Length; cut++)
        {
            File.WriteAllBytes(Path.Combine(_folder.Path, "facts"), whole.AsSpan(0, cut));
            using var folder = DataFolder.Open(_folder.Path, mustExist: true, new());
            using var log = FactsLog.Open(folder, new());
            var (facts, damaged) = log.Read();
            Assert.Equal([1, 2], facts.ConvertAll(fact => fact.Number));
            Assert.Equal((0, afterTwo), (damaged, log.End));
            Assert.Equal(3, log.Append(NumbersFrom(2), Deletion).Number);
            Assert.Equal(whole, File.ReadAllBytes(Path.Combine(_folder.Path, "facts")));
        }
        Assert.Equal(Enumerable.Range(1, whole.Length - (int)afterTwo - 1).Sum(), Directory.GetFiles(Path.Combine(_folder.Path, "aside")).Sum(path => new FileInfo(path).Length));
    }

    [Fact]
    public void A_damaged_line_in_the_middle_is_passed_over_and_counted_and_stays()
    {
        using var folder = DataFolder.Open(_folder.Path, mustExist: false, new());
        using (var log = FactsLog.Open(folder, new()))
            for (var numbers = new NumberSequence(); numbers.Last < 3;) log.Append(numbers, Deletion);
        var bytes = File.ReadAllBytes(folder.Facts);
        bytes[(bytes.Length / 3) + 20] ^= 1;
        File.WriteAllBytes(folder.Facts, bytes);
        using var again = FactsLog.Open(folder, new());
        var (facts, damaged) = again.Read();
        Assert.Equal([1, 3], facts.ConvertAll(fact => fact.Number));
        Assert.Equal(1, damaged);
        Assert.Equal(bytes, File.ReadAllBytes(folder.Facts));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_last_line_with_a_hole_is_set_aside_unless_it_was_told(bool isTold)
    {
        using var folder = DataFolder.Open(_folder.Path, mustExist: false, new());
        long afterTwo, end;
        using (var log = FactsLog.Open(folder, new()))
        {
            var numbers = new NumberSequence();
            log.Append(numbers, Deletion);
            log.Append(numbers, Deletion);
            afterTwo = log.End;
            log.Append(numbers, Deletion);
            end = log.End;
        }
        var bytes = File.ReadAllBytes(folder.Facts);
        bytes.AsSpan((int)afterTwo + 30, 40).Clear(); // the line feed is there
        File.WriteAllBytes(folder.Facts, bytes);
        if (isTold) FactsMark.Write(folder, new(), end);
        using var again = FactsLog.Open(folder, new());
        var (facts, damaged) = again.Read();
        Assert.Equal([1, 2], facts.ConvertAll(fact => fact.Number));
        Assert.Equal(isTold ? (1, end) : (0, afterTwo), (damaged, again.End));
        Assert.Equal(isTold ? 0 : 1, Directory.GetFiles(folder.Aside).Length);
    }

    [Fact]
    public void A_fact_that_cannot_be_written_leaves_no_trace()
    {
        using var folder = DataFolder.Open(_folder.Path, mustExist: false, new());
        var fail = false;
        using var log = FactsLog.Open(folder, new((step, _) =>
        {
            if (fail && step == DiskStep.Write) throw new IOException("No space left on device", Posix.NoSpace);
        }));
        var numbers = new NumberSequence();
        log.Append(numbers, Deletion);
        fail = true;
        Assert.Throws<IOException>(() => log.Append(numbers, Deletion));
        fail = false;
        log.Append(numbers, Deletion);
        Assert.Equal([1, 3], log.Read().Facts.ConvertAll(fact => fact.Number));
    }

    private static Fact Deletion(long number) => new(number, Fact.DeletedKind, DateTimeOffset.UnixEpoch, "who", "why\nnot", [new(1, number, "1.2", "1.3", "1.4")]);

    private static NumberSequence NumbersFrom(long taken)
    {
        var numbers = new NumberSequence();
        numbers.Skip(taken);
        return numbers;
    }
}
