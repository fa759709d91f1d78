using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Archive.Tests.Faults;

/// <summary>Each <see cref="Scenario"/> is lived once with every operation on the disk written down, the index's own included; then the folder is made as it would
/// be found if all had ended at an operation, and looked at: what was promised is there, whole; nothing half is seen; nothing is orphaned; the archive goes on.</summary>
public sealed partial class WalkTests(PlayedScenarios scenarios, ITestOutputHelper output) : IClassFixture<PlayedScenarios>
{
    private const int MostTold = 12;

    /// <summary>Not through the layer, for a reason each; the traces have them all the same.</summary>
    private static readonly string[] PastTheLayer =
    [
        "Backup.BackupRepository.OpenToWrite", // the repository itself, where backups go
        "Backup.RestoreRun.Write", // the folder that is to become an archive, and how old a bundle is
        "Blobs.DataFolder.TakeLock", // the lock's text is for people
        "Index.VaultIndex.Open", // the index's folder: the index is the engine's own, and can be made anew
        "Lifecycle.VaultReindexer+<Reindex>d__1.MoveNext", // takes it away
    ];

    /// <summary>Walked elsewhere: <c>BackupKillTests</c> stops a backup at each step. The others are of faults that no scenario has yet.</summary>
    private static readonly string[] StillToCome = ["Backup.", "Blobs.FileBlobs.Abandon", "Blobs.FileBlobs.CheckThere", "Blobs.FileBlobs.DeletePassing", "Blobs.FileBlobs.KeepAside", "Tiers.BundleCache", "Lifecycle.StartUp.TryTakeBack"];
    private static readonly int Walkers = Math.Max(2, Environment.ProcessorCount);
    private static readonly bool IsWhole = Environment.GetEnvironmentVariable("CONCORD_ALL") == "1";

    private static readonly int Lucks = IsWhole ? 3 : 1;

    /// <summary>A walk of every end is taken in parts, so that none takes longer than a test may.</summary>
    private static readonly int Parts = IsWhole ? 12 : 1;

    public static TheoryData<string, int> Scenarios
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var type in Scenario.All)
                for (var part = 0; part < Parts; part++) data.Add(type.Name, part);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Wherever_it_ends_what_was_promised_is_there_and_nothing_half_is(string name, int part)
    {
        var scenario = Scenario.Named(name);
        var played = await scenarios.Get(name);
        var (failures, walked) = (new ConcurrentQueue<string>(), 0);
        await Parallel.ForEachAsync(Ends(played, part), new ParallelOptions { MaxDegreeOfParallelism = Walkers }, async (end, _) =>
        {
            using var folder = new MemoryFolder();
            try
            {
                Interlocked.Increment(ref walked);
                folder.Fill(end.Files);
                await FoundFolder.Check(scenario, folder.Path, end.Promises);
            }
            catch (Exception error) // whatever goes wrong with a folder is told with where it came from
            {
                failures.Enqueue($"{end.What}: {error}");
            }
        });
        output.WriteLine($"{name}, part {part} of {Parts}: {played.Operations.Count} operations, {walked} ends looked at");
        Assert.True(failures.IsEmpty, $"{failures.Count} of {walked} ends:\n{string.Join('\n', failures.Take(MostTold))}");
    }

    [Fact]
    public async Task Every_method_that_changes_the_disk_is_met_by_a_scenario()
    {
        var met = new HashSet<int>();
        foreach (var type in Scenario.All) met.UnionWith((await scenarios.Get(type.Name)).Sites);
        var missed = ChangingMethods.ThroughTheLayer().Where(method => !met.Contains(method.MetadataToken)).Select(ChangingMethods.NameOf).Where(name => !StillToCome.Any(room => name.StartsWith(room, StringComparison.Ordinal)));
        Assert.True(!missed.Any(), "Add a scenario that comes through:\n" + string.Join('\n', missed.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Nothing_changes_the_disk_past_the_file_layer() =>
        Assert.Equal(PastTheLayer.Order(StringComparer.Ordinal), ChangingMethods.PastTheLayer().Select(ChangingMethods.NameOf).Distinct().Order(StringComparer.Ordinal));

    /// <summary>The folders to look at: every one, or for each kind of operation on each kind of file in each step of the scenario the first.</summary>
    private static IEnumerable<End> Ends(PlayedScenario played, int part)
    {
        var (model, promises) = (new DiskModel(), new Promises());
        var (met, looked) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        for (var at = 0; at < played.Operations.Count; at++)
        {
            var operation = played.Operations[at];
            if (operation.Kind == OperationKind.Mark)
            {
                if (promises.IsHarmed) model.SyncAll();
                promises.Take(operation.Data);
                continue;
            }
            var what = $"{operation.Kind} {Numbers().Replace(model.NameOf(operation), "#")} in {promises.Step}";
            if (!promises.IsHarmed && (met.Add(what) || IsWhole) && at % Parts == part)
                foreach (var (how, files) in Found(model, operation, at, met.Count))
                    if (looked.Add(promises.Step + MemoryFolder.HashOf(files))) yield return new($"{how} before operation {at}, {what}", files, promises.Copy());
            model.Apply(operation);
        }
    }

    /// <summary>Each way to end; of a sample one, each in turn.</summary>
    private static IEnumerable<(string How, Dictionary<string, byte[]?> Files)> Found(DiskModel model, DiskOperation operation, int at, int turn)
    {
        if (IsWhole || turn % 3 == 0) yield return ("killed", model.Killed());
        if (IsWhole || turn % 3 == 1) yield return ("power lost", model.PowerLost());
        if (operation.Kind == OperationKind.Write && (IsWhole || turn % 3 == 0)) yield return ("torn", model.Torn(operation));
        for (var luck = 0; luck < Lucks; luck++)
            if (IsWhole || turn % 3 == 2) yield return ($"power lost in part ({luck})", model.PowerLostInPart(new Random((at * 31) + luck)));
    }

    private sealed record End(string What, Dictionary<string, byte[]?> Files, Promises Promises);

    [GeneratedRegex("[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Numbers();
}
