using Archive.Tests.Receive;
using Concord.Dicom.DataElements;
using Concord.Vault.Blobs;
using Concord.Vault.Commitment;

namespace Archive.Tests.Commitment;

/// <summary>Requests for commitment outlive whatever happens after they were answered.</summary>
public sealed class CommitmentJournalTests : IDisposable
{
    private static readonly Uid First = Uid.Parse("2.25.1"), Second = Uid.Parse("2.25.2");
    private readonly TestFolder _folder = new();
    private readonly DiskThreads _threads = new(1);

    public void Dispose()
    {
        _threads.Dispose();
        _folder.Dispose();
    }

    private static (Uid, Uid)[] References(int count) => [.. Enumerable.Range(1, count).Select(i => (Objects.CtImage, Uid.Parse($"2.25.100.{i}")))];

    private async Task With(Func<CommitmentJournal, Task> use, Action<DiskStep, string>? beforeStep = null)
    {
        var disk = new Disk(beforeStep);
        using var folder = DataFolder.Open(_folder.Path, mustExist: false, disk);
        using var journal = CommitmentJournal.Open(folder, disk, _threads, TimeProvider.System);
        await use(journal);
    }

    private string Path => System.IO.Path.Combine(_folder.Path, "commitments");

    [Fact]
    public async Task What_is_pending_comes_back_with_its_tries_and_what_was_reported_does_not()
    {
        await With(async journal =>
        {
            var one = await journal.Add(First, "MODALITY", References(3));
            var two = await journal.Add(Second, "MODALITY", References(2));
            await journal.AddTry(await journal.AddTry(two, null), 0x0110);
            await journal.AddReported(one, onSameAssociation: true, 0);
            var three = await journal.Add(Second, "OTHER", References(1)); // the UID is another AE's
            await journal.AddGivenUp(three);
        });
        for (var again = 0; again < 2; again++)
        {
            await With(journal =>
            {
                var left = Assert.Single(journal.Pending);
                Assert.Equal((2L, Second, "MODALITY", 2, false), (left.Number, left.TransactionUid, left.From, left.Tries, left.IsDuplicate));
                Assert.Equal(References(2), left.References);
                Assert.Equal((1, 0), (journal.PendingCount, journal.Damaged));
                return Task.CompletedTask;
            });
        }
    }

    [Fact]
    public async Task The_same_request_is_the_same_transaction_and_another_under_its_uid_is_a_duplicate()
    {
        await With(async journal =>
        {
            var one = await journal.Add(First, "MODALITY", References(3));
            Assert.Same(one, await journal.Add(First, "MODALITY", [.. References(3).Reverse()]));
            Assert.True((await journal.Add(First, "MODALITY", References(4))).IsDuplicate);
            await journal.AddReported(one, onSameAssociation: false, 0);
        });
        await With(async journal =>
        {
            Assert.True((await journal.Add(First, "MODALITY", References(5))).IsDuplicate);
            var again = await journal.Add(First, "MODALITY", References(3)); // its report got lost: it is told once more
            Assert.Equal((false, 4L), (again.IsDuplicate, again.Number));
        });
    }

    [Fact]
    public async Task A_torn_last_line_was_never_answered_and_goes()
    {
        await With(journal => journal.Add(First, "MODALITY", References(1)));
        var first = new FileInfo(Path).Length;
        await With(journal => journal.Add(Second, "MODALITY", References(1)));
        var whole = await File.ReadAllBytesAsync(Path);
        for (var cut = (int)first; cut < whole.Length; cut += 7)
        {
            await File.WriteAllBytesAsync(Path, whole[..cut]);
            await With(journal =>
            {
                Assert.Equal([First], journal.Pending.Select(transaction => transaction.TransactionUid));
                return Task.CompletedTask;
            });
        }
        await File.WriteAllBytesAsync(Path, [.. whole[..20], (byte)(whole[20] ^ 1), .. whole[21..]]);
        await With(journal =>
        {
            Assert.Equal([Second], journal.Pending.Select(transaction => transaction.TransactionUid));
            Assert.Equal(1, journal.Damaged);
            Assert.Contains(Directory.GetFiles(System.IO.Path.Combine(_folder.Path, "aside")), path => new FileInfo(path).Length == whole.Length); // nothing is thrown away
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_stop_at_every_step_of_writing_it_anew_leaves_it_whole()
    {
        await With(async journal =>
        {
            await journal.AddReported(await journal.Add(First, "MODALITY", References(2)), onSameAssociation: true, 0);
            await journal.Add(Second, "MODALITY", References(2));
        });
        var before = await File.ReadAllBytesAsync(Path);
        for (var stopAt = 1; ; stopAt++)
        {
            await File.WriteAllBytesAsync(Path, before);
            var steps = 0;
            var stopped = false;
            void Step(DiskStep step, string path)
            {
                if (!path.Contains("commitments", StringComparison.Ordinal) || ++steps != stopAt) return;
                stopped = true;
                throw new IOException("The power is gone.");
            }
            if (await Record.ExceptionAsync(() => With(_ => Task.CompletedTask, Step)) is not null) Assert.True(stopped);
            await With(journal =>
            {
                Assert.Equal([Second], journal.Pending.Select(transaction => transaction.TransactionUid));
                return Task.CompletedTask;
            });
            if (stopped) continue;
            Assert.True(stopAt > 4, $"only {stopAt - 1} steps were seen");
            return;
        }
    }

    [Fact]
    public async Task A_request_that_cannot_be_written_is_not_there()
    {
        var full = false;
        await With(async journal =>
        {
            full = true;
            await Assert.ThrowsAsync<IOException>(() => journal.Add(First, "MODALITY", References(1)));
            Assert.Equal(0, journal.PendingCount);
            full = false;
            await journal.Add(Second, "MODALITY", References(1));
        }, (step, path) =>
        {
            if (full && step == DiskStep.Write) throw new IOException("No space");
        });
        await With(journal =>
        {
            Assert.Equal([Second], journal.Pending.Select(transaction => transaction.TransactionUid));
            return Task.CompletedTask;
        });
    }
}
