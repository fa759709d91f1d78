using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using Archive.Tests.Receive;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Blobs;
using Concord.Vault.Receive;

namespace Archive.Tests.Faults;

/// <summary>Where a <see cref="Scenario"/> plays: it opens the archive there, and says what it is about to do and what was promised to it.</summary>
/// <param name="say">Takes marks: <c>try N step</c> with lines <c>key TAB value</c>, <c>done N</c>.</param>
internal sealed class Stage(Scenario scenario, string folder, Action<string> say)
{
    private readonly Lock _lock = new();
    private int _lastStep;

    /// <summary>The data folder.</summary>
    public string Folder => folder;

    public VaultOptions Options => scenario.Options(folder);

    /// <summary>Methods of the vault that changed the disk, met so far.</summary>
    public HashSet<MethodBase> Sites { get; } = [];

    /// <summary>Set for a while by a scenario: steps for which it is true fail, as on a disk with an error.</summary>
    public Func<DiskStep, string, bool>? Fails { get; set; }

    public Task<TestVault> Open(Func<VaultOptions, VaultOptions>? set = null, TimeProvider? time = null) =>
        TestVault.Open(folder, _ => set?.Invoke(Options) ?? Options, Note, time);

    /// <summary>A disk whose steps are noted, for what takes one.</summary>
    public Disk NewDisk() => new(Note);

    /// <summary>Does something. Until it is done any of its effects may be seen or not, afterwards all are.</summary>
    /// <param name="effects">What will be seen (<see cref="Sight"/>) under a key; null: nothing any more. Under a key with <see cref="Promises.Meanwhile"/> before it: what
    /// may be seen until it is done, and then no more.</param>
    public async Task Do(string step, Func<Task> act, params (string Key, string? Value)[] effects)
    {
        var number = Interlocked.Increment(ref _lastStep);
        say($"try {number} {step}" + string.Concat(effects.Select(effect => $"\n{effect.Key}\t{effect.Value}")));
        await act();
        say($"done {number}");
    }

    /// <summary>Harms the folder from outside, as a bad disk or a careless hand does: durable when it is done; what is found meanwhile is not looked at.</summary>
    public async Task Harm(Action act, params (string Key, string? Value)[] effects)
    {
        await Do(Promises.HarmStep, () =>
        {
            act();
            return Task.CompletedTask;
        }, effects);
    }

    /// <summary>Stores an object that is new.</summary>
    public Task Store(TestVault vault, DataSet slice) => Do("store", async () => Expect<StoreOutcome.Stored>(await vault.Store(slice)), (KeyOf(slice), HashOf(slice)));

    /// <summary>Stores one that differs from what is there.</summary>
    public Task StoreOther(TestVault vault, DataSet slice, int kept = 1) => Do("keep aside", async () => Expect<StoreOutcome.KeptAside>(await vault.Store(slice)), (AsideKeyOf(slice), $"{kept}"));

    /// <summary>Stores one to which the archive must say that it did not keep it.</summary>
    public Task StoreInVain(TestVault vault, DataSet slice) => Do("store in vain", async () =>
        Assert.Equal(Refusal.OutOfResources, Assert.IsType<StoreOutcome.Refused>(await vault.Store(slice)).Refusal), (Promises.Meanwhile + KeyOf(slice), HashOf(slice)));

    /// <summary>Seals all that is open: nothing is seen of it.</summary>
    public Task Seal(TestVault vault) => Do("seal", () => vault.Vault.SealAll(CancellationToken.None));

    /// <summary>Deletes what is named, which is what these objects are.</summary>
    public Task Delete(TestVault vault, Uid study, Uid? series, Uid? instance, params DataSet[] gone) => Do(
        "delete", async () => Assert.Equal(gone.Length, await vault.Vault.Delete(study, series, instance, "tester", "because", CancellationToken.None)),
        [.. gone.Select(slice => (KeyOf(slice), (string?)null))]);

    /// <summary>The key under which an object is seen.</summary>
    public static string KeyOf(DataSet slice) => $"instance {slice.GetUid(Tags.StudyInstanceUID)} {slice.GetUid(Tags.SeriesInstanceUID)} {slice.GetUid(Tags.SOPInstanceUID)}";

    public static string AsideKeyOf(DataSet slice) => "aside" + KeyOf(slice)["instance".Length..];

    public static string HashOf(DataSet slice) => HashOf(Objects.Bytes(slice));

    public static string HashOf(byte[] dataSet) => Convert.ToHexStringLower(SHA256.HashData(dataSet))[..16];

    private static void Expect<T>(StoreOutcome outcome)
    {
        if (outcome is StoreOutcome.Refused refused) throw new RefusedException(refused);
        Assert.IsType<T>(outcome);
    }

    private void Note(DiskStep step, string path)
    {
        var site = new StackTrace(1).GetFrames().Select(frame => frame.GetMethod()).First(method => ChangingMethods.IsOutside(method));
        lock (_lock) Sites.Add(site!);
        if (Fails?.Invoke(step, path) == true) throw new IOException("Input/output error", 5);
    }
}
