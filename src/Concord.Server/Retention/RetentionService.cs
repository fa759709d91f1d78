using Concord.Vault.Retention;

namespace Concord.Server.Retention;

/// <summary>Lets the retention rules act as long as the host runs.</summary>
internal sealed class RetentionService(RetentionRunner runner) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => runner.Run(stoppingToken);
}
