using System.Text.RegularExpressions;
using Archive.Tests.Receive;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.Faults;

/// <summary>A data folder as it was found after a death: opened, looked at, gone on with, verified and reindexed.</summary>
internal static partial class FoundFolder
{
    /// <summary>Fails with what is not as it must be.</summary>
    public static async Task Check(Scenario scenario, string folder, Promises promises)
    {
        var options = scenario.Options(folder);
        SortedDictionary<string, string> seen;
        string rows;
        await using (var vault = await Open(options))
        {
            seen = await Sight.Everything(vault);
            if (promises.Compare(seen) is { } broken) Assert.Fail(broken);
            await vault.Vault.SealAll(CancellationToken.None);
            Same(seen, await Sight.Everything(vault), "sealing");
            await GoOn(vault, seen);
            await vault.Vault.SweepOrphans(CancellationToken.None);
            Same(seen, await Sight.Everything(vault), "sweeping");
            using (var filler = vault.Vault.NewExtendedTagFiller(TimeProvider.System)) Assert.Equal(0, await filler.Turn(CancellationToken.None)); // a reindex fills as it goes
            rows = await IndexDump.Of(vault.Vault.Index);
            await AccountForFiles(vault, options);
        }
        await foreach (var finding in VaultVerifier.Verify(options, TimeProvider.System, NullLoggerFactory.Instance, null, CancellationToken.None)) Assert.Fail(finding.Message);
        await VaultReindexer.Reindex(options, TimeProvider.System, NullLoggerFactory.Instance, null, CancellationToken.None);
        await using var again = await Open(options);
        Same(seen, await Sight.Everything(again), "reindex");
        Assert.Equal(rows, await IndexDump.Of(again.Vault.Index));
        await AccountForFiles(again, options);
    }

    private static Task<TestVault> Open(VaultOptions options) => TestVault.Open(options.Folder, _ => options);

    /// <summary>The archive takes a new object, in a series that it may know.</summary>
    private static async Task GoOn(TestVault vault, SortedDictionary<string, string> seen)
    {
        var next = Objects.Slice(999);
        Assert.IsType<StoreOutcome.Stored>(await vault.Store(next));
        await vault.Vault.SealAll(CancellationToken.None);
        seen.Add(Stage.KeyOf(next), Stage.HashOf(next));
        Same(seen, await Sight.Everything(vault), "a new object");
        if (vault.Vault.NewReplicator(TimeProvider.System) is { IsOn: true } replicator) await replicator.Turn(CancellationToken.None);
    }

    private static void Same(SortedDictionary<string, string> before, SortedDictionary<string, string> after, string what)
    {
        foreach (var key in before.Keys.Union(after.Keys, StringComparer.Ordinal))
            Assert.True(before.GetValueOrDefault(key) == after.GetValueOrDefault(key), $"{key} was {before.GetValueOrDefault(key)}, after {what} it is {after.GetValueOrDefault(key)}");
    }

    /// <summary>Every file is known to somebody: what nobody would ever look at again is an orphan; and each bundle lies in one place.</summary>
    private static async Task AccountForFiles(TestVault vault, VaultOptions options)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var bundle in vault.Vault.Index.ListBundles(CancellationToken.None)) known.Add($"bundles/{bundle.BundleId / 1024:x5}/{bundle.BundleId:D10}.zip");
        Account(options.Folder, known, OfTheArchive());
        foreach (var store in new[] { options.WarmFolder, options.ReplicaFolder })
            if (store.Length > 0) Account(store, known, OfAStore());
        foreach (var path in known) Assert.Single(new[] { options.Folder, options.WarmFolder }, place => place.Length > 0 && File.Exists(Path.Combine(place, path)));
    }

    private static void Account(string folder, HashSet<string> known, Regex others)
    {
        foreach (var path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)))
            Assert.True(known.Contains(path) || others.IsMatch(path), $"{path} is an orphan");
    }

    /// <summary>What else lies in a store's folder.</summary>
    [GeneratedRegex("^(store|journals/[a-z.-]+)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OfAStore();

    /// <summary>What lies in every folder, whatever is open; no mark, no spool file and nothing new once all is sealed.</summary>
    [GeneratedRegex("^(lock|backup\\.(door|inside)|format|facts|facts\\.mark|commitments|worklist|extended-tags|peers\\.json|integrity|integrity\\.mark|retention\\.mark|compression\\.mark|replica\\.mark|archive|stores|default-issuers|sites|aside/[^/]+\\.(bin|zip\\.new(-[0-9]+)?)|index/catalog\\.sqlite(-wal|-shm)?)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OfTheArchive();
}
