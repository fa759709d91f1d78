using Concord.Vault.ExtendedTags;

namespace Concord.Server.DicomWeb.ExtendedTags;

/// <summary>Runs what fills extended query tags as long as the host runs.</summary>
internal sealed class ExtendedTagService(ExtendedTagFiller filler) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => filler.Run(stoppingToken);
}
