using Archive.Tests.Receive;
using Concord.Vault.Integrity;

namespace Archive.Tests.Faults.Scenarios;

/// <summary>Scrubbing: its place, and findings that come and go.</summary>
internal sealed class IntegrityScenario : Scenario
{
    public override async Task Play(Stage stage)
    {
        for (var round = 1; round <= 2; round++)
        {
            await using var vault = await stage.Open();
            await stage.Store(vault, Objects.Slice(round));
            await stage.Seal(vault);
            await stage.Do("scrub", () => vault.Vault.NewScrubber(TimeProvider.System).Turn(CancellationToken.None));
            var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
            IntegrityFinding? finding = null;
            await stage.Do("find", async () => finding = await vault.Vault.Findings.Report(1, BundleFault.Mismatch, "cafe", 42, at), ("finding 1", "Mismatch"));
            await stage.Do("resolve", () => vault.Vault.Findings.Resolve(finding!, null, at), ("finding 1", null));
        }
    }
}
