using Archive.Tests.Receive;
using Concord.Vault.Backup;
using Concord.Vault.Blobs;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.Backup;

/// <summary>An archive with all that a folder can hold, and helpers to back it up and to look at what is restored.</summary>
internal static class Life
{
    public const int Large = 2_000_000;

    /// <summary>Opens an archive that spools what is larger than 64 KiB.</summary>
    public static Task<TestVault> Open(string folder) => TestVault.Open(folder, options => options with { MaxObjectInMemoryBytes = 1 << 16 });

    /// <summary>Sealed and open bundles, spooled objects, one kept aside, one deleted, one deleted that came again.</summary>
    public static async Task Fill(TestVault vault)
    {
        for (var i = 1; i <= 4; i++) await vault.Store(Objects.Slice(i));
        await vault.Store(Objects.Slice(5, pixelBytes: Large));
        await vault.Store(Objects.Slice(3, fill: 9)); // kept aside
        await vault.Vault.SealAll(default);
        await Delete(vault, 1);
        await Delete(vault, 2);
        await vault.Store(Objects.Slice(2)); // came again
        for (var i = 1; i <= 3; i++) await vault.Store(Objects.Slice(i, series: 2));
        await vault.Store(Objects.Slice(4, series: 2, pixelBytes: Large));
        await Delete(vault, 1, series: 2);
    }

    public static Task Delete(TestVault vault, int instance, int series = 1) => vault.Vault.Delete(Objects.Study(), null, Objects.Instance(instance, series), "test", "test", default);

    public static Task<BackupResult> Backup(TestFolder folder, TestFolder target, Disk? disk = null, List<VerifyFinding>? findings = null) =>
        VaultBackup.Run(folder.Path, target.Path, disk ?? new(), TimeProvider.System, findings is null ? Unexpected : findings.Add, null, default);

    public static Task<RestoreResult> Restore(TestFolder target, string into, long? at = null, List<VerifyFinding>? findings = null) =>
        VaultRestore.Run(target.Path, new VaultOptions { Folder = into }, at, TimeProvider.System, NullLoggerFactory.Instance, findings is null ? Unexpected : findings.Add, null, default);

    /// <summary>Every byte of a data folder is what it should be.</summary>
    public static async Task AssertSound(string folder)
    {
        await foreach (var finding in VaultVerifier.Verify(new VaultOptions { Folder = folder }, TimeProvider.System, NullLoggerFactory.Instance, null, default)) Unexpected(finding);
    }

    /// <summary>What lives in two series, byte for byte.</summary>
    public static async Task<SortedDictionary<string, byte[]>> Contents(string folder)
    {
        await using var vault = await Open(folder);
        return await Contents(vault);
    }

    public static async Task<SortedDictionary<string, byte[]>> Contents(TestVault vault, int series = 2)
    {
        var contents = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        for (var one = 1; one <= series; one++)
            foreach (var entry in await vault.Entries(one)) contents.Add($"{entry.SopInstanceUid} {entry.ArrivalNumber}", vault.DataSetOf(entry));
        return contents;
    }

    public static string BundleOf(string folder, int place = 0) => Directory.GetFiles(Path.Combine(folder, "bundles"), "*.zip", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ElementAt(place);

    public static void Flip(string path, long offset)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        var bytes = new byte[1];
        RandomAccess.Read(file, bytes, offset);
        bytes[0] ^= 0x10;
        RandomAccess.Write(file, bytes, offset);
    }

    private static void Unexpected(VerifyFinding finding) => Assert.Fail($"bundle {finding.BundleId}, object {finding.ArrivalNumber}: {finding.Message}");
}
