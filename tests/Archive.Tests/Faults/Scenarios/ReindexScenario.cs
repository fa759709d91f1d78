using Archive.Tests.Receive;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.Faults.Scenarios;

/// <summary>The index is made anew while bundles are open, objects spooled and others deleted and sent again; then once more on opening, because it is gone.</summary>
internal sealed class ReindexScenario : Scenario
{
    private const int Large = 1_100_000; // more than is gathered before a spool file is begun

    public override VaultOptions Options(string folder) => base.Options(folder) with { DefaultIssuers = ["*=HOSPITAL"], Sites = [new() { Site = "SITE", AeTitles = ["MODALITY"] }] };

    public override async Task Play(Stage stage)
    {
        await using (var vault = await stage.Open())
        {
            await stage.Store(vault, Objects.Slice(1));
            await stage.Store(vault, Objects.Slice(2));
            await stage.Seal(vault);
            await stage.Delete(vault, Objects.Study(), null, Objects.Instance(1), Objects.Slice(1));
            await stage.Store(vault, Objects.Slice(1));
            await stage.Store(vault, Objects.Slice(3, pixelBytes: Large));
        }
        await stage.Do("reindex", () => VaultReindexer.Reindex(stage.Options, stage.NewDisk(), TimeProvider.System, NullLoggerFactory.Instance, null, CancellationToken.None));
        await stage.Do("lose the index", async () =>
        {
            Directory.Delete(Path.Combine(stage.Folder, "index"), recursive: true);
            await using var vault = await stage.Open();
        });
    }
}
