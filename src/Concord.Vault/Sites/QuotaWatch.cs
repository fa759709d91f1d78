using System.Globalization;
using System.Threading.Channels;
using Concord.Vault.Bundles;
using Concord.Vault.Index;
using Concord.Vault.Lifecycle;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Sites;

/// <summary>Notes when a site crosses a bound of its quota, in either direction: a fact, durable, then the change feed and one line of the log. Each crossing once,
/// also over restarts.</summary>
internal sealed class QuotaWatch : IAsyncDisposable
{
    private const string Who = "quota";
    private readonly SiteGauges _gauges;
    private readonly BundleStore _store;
    private readonly ILogger _log;
    private readonly Dictionary<string, QuotaState> _told;
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly SiteUsage _usage;
    private readonly Task _loop;

    /// <param name="told">What was last told of each site.</param>
    private QuotaWatch(SiteQuotas quotas, SiteUsage usage, BundleStore store, Dictionary<string, QuotaState> told, ILogger log)
    {
        (Quotas, _usage, _store, _told, _log, _gauges) = (quotas, usage, store, told, log, new(quotas));
        _usage.Changed = Signal;
        Signal(); // the settings may be others than they were
        _loop = Task.Run(Loop);
    }

    public SiteQuotas Quotas { get; }

    public static async Task<QuotaWatch> Start(SiteQuotas quotas, VaultIndex index, BundleStore store, ILogger log, CancellationToken cancel)
    {
        var told = await index.Read(session =>
        {
            var states = new Dictionary<string, QuotaState>(StringComparer.Ordinal);
            using var rows = session.Query("SELECT site, state FROM site_crossing c WHERE number = (SELECT MAX(number) FROM site_crossing l WHERE l.site = c.site)");
            while (rows.Read()) states[rows.GetString(0)] = (QuotaState)rows.GetInt64(1);
            return states;
        }, cancel);
        return new(quotas, index.Sites, store, told, log);
    }

    public async ValueTask DisposeAsync()
    {
        _usage.Changed = null;
        await _stop.CancelAsync();
#pragma warning disable VSTHRD003 // started by this object's constructor; ends when asked, as just done
        await _loop;
#pragma warning restore VSTHRD003
        _stop.Dispose();
        _gauges.Dispose();
    }

    /// <summary>On the index writer's thread: nothing but a signal.</summary>
    private void Signal() => _changed.Writer.TryWrite(true);

    private async Task Loop()
    {
        try
        {
            while (true)
            {
                await _changed.Reader.ReadAsync(_stop.Token);
                foreach (var standing in Quotas.List())
                    if (standing.State != _told.GetValueOrDefault(standing.Site)) await Tell(standing);
            }
        }
        catch (OperationCanceledException)
        {
            // the archive closes
        }
    }

    private async Task Tell(SiteStanding standing)
    {
        var around = _store.Around;
        try
        {
            var at = around.Time.GetUtcNow();
            var fact = await around.Threads.Run(() => _store.Facts.Append(around.Numbers, number => new(number, Fact.QuotaKind, at, Who, WhyOf(standing))
            {
                Quota = new(standing.Site, standing.State),
            }));
            _told[standing.Site] = standing.State;
            _log.QuotaCrossed(standing.Site, standing.State, standing.Figures.Bytes, standing.Figures.Objects);
            await around.Index.Enqueue(FactsLog.ToEvent(fact)!, CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or TimeoutException or ArgumentOutOfRangeException)
        {
            _log.QuotaNotNoted(standing.Site, error); // tried again with the next change
        }
    }

    private static string WhyOf(SiteStanding standing) => string.Create(CultureInfo.InvariantCulture,
        $"site {standing.Site}: {standing.Figures.Bytes} bytes (warn {standing.Quota?.WarnBytes ?? 0}, most {standing.Quota?.MaxBytes ?? 0}), {standing.Figures.Objects} objects (warn {standing.Quota?.WarnObjects ?? 0}, most {standing.Quota?.MaxObjects ?? 0})");
}
