using Concord.Vault.Compression;

namespace Concord.Server.Compression;

/// <summary>Compresses at rest as long as the host runs.</summary>
internal sealed class CompressionService(SeriesCompressor compressor) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => compressor.Run(stoppingToken);
}
