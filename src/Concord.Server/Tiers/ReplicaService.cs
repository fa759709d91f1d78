using Concord.Vault.Replica;

namespace Concord.Server.Tiers;

/// <summary>Keeps the replica as long as the host runs.</summary>
internal sealed class ReplicaService(Replicator replicator) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => replicator.Run(stoppingToken);
}
