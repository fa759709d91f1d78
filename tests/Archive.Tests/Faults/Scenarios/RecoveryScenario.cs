using Archive.Tests.Receive;
using Concord.Dicom.DataElements;

namespace Archive.Tests.Faults.Scenarios;

/// <summary>What start-up brings in order: torn tails of bundle and journals, damage amid a bundle, marks of nothing, spool files that broke off, names that are gone.</summary>
internal sealed class RecoveryScenario : Scenario
{
    private const int Large = 1_100_000; // more than is gathered before a spool file is begun

    public override async Task Play(Stage stage)
    {
        await using (var vault = await stage.Open())
        {
            for (var i = 1; i <= 3; i++) await stage.Store(vault, Objects.Slice(i));
            await stage.Store(vault, Objects.Slice(1, series: 2));
            await stage.Do("ask", () => vault.Vault.Commitments.Add(Uid.Parse("1.2.3"), "A", [(Objects.CtImage, Objects.Instance(1))]), (CommitmentSight.KeyOf("A", Uid.Parse("1.2.3")), "1 references, 0 tries"));
            await stage.Delete(vault, Objects.Study(), null, Objects.Instance(3), Objects.Slice(3));
        }
        await stage.Harm(() => Damage(stage.Folder), (Stage.KeyOf(Objects.Slice(2)), null));
        await using (var vault = await stage.Open())
        {
            await stage.Seal(vault);
            await stage.Store(vault, Objects.Slice(4, series: 2));
        }
        await stage.Harm(() => File.WriteAllBytes(Path.Combine(stage.Folder, "open", "0000000001"), [])); // sealed, and its mark not yet gone
        await using (var vault = await stage.Open()) await stage.Store(vault, Objects.Slice(5, series: 3, pixelBytes: Large));
        await stage.Harm(() => File.Delete(Path.Combine(stage.Folder, "bundles", "00000", "0000000100.zip"))); // empty: its object is in the spool file
        await using (var vault = await stage.Open()) await stage.Seal(vault);
    }

    /// <summary>The second object of the first bundle is spoilt; everything that is appended to gets a tail that is none; the index is gone.</summary>
    private static void Damage(string folder)
    {
        var bundle = Path.Combine(folder, "bundles", "00000", "0000000001.zip");
        using (var file = File.OpenHandle(bundle, FileMode.Open, FileAccess.ReadWrite)) RandomAccess.Write(file, new byte[40], RandomAccess.GetLength(file) / 2);
        foreach (var path in new[] { bundle, Path.Combine(folder, "commitments"), Path.Combine(folder, "facts") }) File.AppendAllText(path, "half a line");
        File.WriteAllText(Path.Combine(folder, "spool", "0000000077.part"), "CNCSPOOL is not all of it");
        File.WriteAllBytes(Path.Combine(folder, "spool", "0000000078.part"), new byte[100]);
        File.WriteAllBytes(Path.Combine(folder, "open", "0000000097"), []);
        foreach (var path in new[] { Path.Combine(folder, "open", "0000000098"), Path.Combine(folder, "bundles", "00000", "0000000098.zip") }) File.WriteAllBytes(path, []);
        File.Delete(Path.Combine(folder, "open", "0000000002")); // the mark of an open bundle
        Directory.Delete(Path.Combine(folder, "index"), recursive: true);
    }
}
