using Concord.Vault.Tiers;

namespace Concord.Server.Tiers;

/// <summary>Moves bundles by rule as long as the host runs.</summary>
internal sealed class TierService(TierMover mover) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => mover.Run(stoppingToken);
}
