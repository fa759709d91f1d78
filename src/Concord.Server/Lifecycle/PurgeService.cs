using Concord.Vault.Decisions;

namespace Concord.Server.Lifecycle;

/// <summary>Carries out approved purges as long as the host runs.</summary>
internal sealed class PurgeService(PurgeWorker worker) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => worker.Run(stoppingToken);
}
