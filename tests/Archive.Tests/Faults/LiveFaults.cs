using Archive.Tests.Receive;
using Concord.Vault.Blobs;
using Concord.Vault.Receive;

namespace Archive.Tests.Faults;

/// <summary>In a process of its own under <see cref="DiskShim"/>: a little life, again and again, in which the disk fails from another operation on each time.</summary>
internal sealed class LiveFaults(string fault, string folder)
{
    private const int Large = 1_100_000; // spooled
    private const int FailuresInARow = 3;
    private const int SlowMicroseconds = 3000;
    private const int InputOutputError = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private static readonly Dictionary<string, (OperationKind[] Kinds, int Errno)> Faults = new(StringComparer.Ordinal)
    {
        ["full"] = ([OperationKind.Write, OperationKind.Create, OperationKind.CreateFolder, OperationKind.Truncate], Posix.NoSpace),
        ["write"] = ([OperationKind.Write, OperationKind.Truncate], InputOutputError),
        ["sync"] = ([OperationKind.Sync], InputOutputError),
        ["read"] = ([OperationKind.Read], InputOutputError),
        ["names"] = ([OperationKind.Rename, OperationKind.Delete, OperationKind.Create, OperationKind.CreateFolder], InputOutputError),
        ["slow"] = ([OperationKind.Write, OperationKind.Sync, OperationKind.Read], 0),
    };

    private readonly Scenario _scenario = new Scenarios.ReceiveScenario(); // for its settings

    /// <summary>Rounds until the fault lies behind the end of the life; how many.</summary>
    public async Task<(int Rounds, int Refused)> Run(int start, int stride)
    {
        var (rounds, refused) = (0, 0);
        for (long first = start; ; first += stride)
        {
            var (seen, said) = await Round(first);
            (rounds, refused) = (rounds + 1, refused + said);
            if (seen < first || fault == "slow") return (rounds, refused);
        }
    }

    /// <summary>How many operations there were, and how many objects were refused.</summary>
    private async Task<(long Seen, int Refused)> Round(long first)
    {
        var data = Path.Combine(folder, $"{fault}-{first}");
        Directory.CreateDirectory(data);
        var promises = new Promises();
        var stage = new Stage(_scenario, data, mark => promises.Take(System.Text.Encoding.UTF8.GetBytes(mark)));
        var refused = 0;
        long seen;
        await using (var vault = await stage.Open(options => options with { SealAfterSeconds = 1 }))
        {
            await stage.Store(vault, Objects.Slice(1));
            await stage.Seal(vault);
            var (kinds, errno) = Faults[fault];
            DiskShim.Fault(kinds, data, first, fault == "slow" ? 0 : FailuresInARow, errno, fault == "slow" ? SlowMicroseconds : 0);
            for (var i = 2; i <= 5; i++)
                if (!await Try(stage, vault, Objects.Slice(i, series: 1 + (i % 2), pixelBytes: i == 4 ? Large : 512))) refused++;
            await TryToDelete(stage, vault);
            await TryToSeal(vault);
            seen = DiskShim.Seen();
            DiskShim.Calm();
            await AwaitWell(vault);
            await stage.Store(vault, Objects.Slice(7, series: 3));
            if (promises.Compare(await Sight.Everything(vault)) is { } wrong) throw new InvalidOperationException($"fault {fault} at {first}, still running: {wrong}");
        }
        await FoundFolder.Check(_scenario, data, promises);
        Directory.Delete(data, recursive: true);
        return (seen, refused);
    }

    /// <summary>False when the archive said that it did not keep it; that it may say, and nothing else.</summary>
    private static async Task<bool> Try(Stage stage, TestVault vault, Concord.Dicom.DataElements.DataSet slice)
    {
        var isKept = false;
        await stage.Do("store", async () =>
        {
            var outcome = await vault.Store(slice);
            isKept = outcome is StoreOutcome.Stored;
            if (!isKept) Assert.Equal(Refusal.OutOfResources, Assert.IsType<StoreOutcome.Refused>(outcome).Refusal);
        }, (Promises.Meanwhile + Stage.KeyOf(slice), Stage.HashOf(slice)));
        if (isKept) await stage.Do("kept", () => Task.CompletedTask, (Stage.KeyOf(slice), Stage.HashOf(slice)));
        return isKept;
    }

    private static async Task TryToDelete(Stage stage, TestVault vault)
    {
        try
        {
            await stage.Delete(vault, Objects.Study(), null, Objects.Instance(1), Objects.Slice(1));
        }
        catch (Exception error) when (error is IOException or TimeoutException or Microsoft.Data.Sqlite.SqliteException)
        {
            // it is not deleted, or nobody knows: it was never said to be done, so either may be seen
        }
    }

    private static async Task TryToSeal(TestVault vault)
    {
        try
        {
            await vault.Vault.SealAll(CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or TimeoutException)
        {
            // it stays open, and is tried again
        }
    }

    /// <summary>By itself: the sealer looks every quarter of a second whether the disk is well, the index's writer tries again.</summary>
    private static async Task AwaitWell(TestVault vault)
    {
        for (var since = System.Diagnostics.Stopwatch.StartNew(); !vault.Vault.IsReady && since.Elapsed < Patience;) await Task.Delay(20);
        if (!vault.Vault.IsReady) throw new InvalidOperationException($"the archive does not get well by itself: {vault.Vault.NotReady}");
    }
}
