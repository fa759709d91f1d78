using Concord.Vault.Integrity;

namespace Concord.Server.Integrity;

/// <summary>Runs the scrubber as long as the host runs.</summary>
internal sealed class ScrubService(Scrubber scrubber) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => scrubber.Run(stoppingToken);
}
