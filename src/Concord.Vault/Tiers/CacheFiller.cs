using Concord.Vault.Index;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Tiers;

/// <summary>Brings what is wished for into the cache, as long as the archive is open.</summary>
internal sealed class CacheFiller : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;

    public CacheFiller(BundleCache? cache, VaultIndex index, ILogger log) => _run = cache?.Run(index, log, _stop.Token) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
#pragma warning disable VSTHRD003 // started by this object's constructor; ends when asked, as just done
            await _run;
#pragma warning restore VSTHRD003
        }
        catch (OperationCanceledException)
        {
            // the archive closes
        }
        _stop.Dispose();
    }
}
