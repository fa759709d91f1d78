using System.Diagnostics.Metrics;

namespace Concord.Vault.Sites;

/// <summary>Gauges of what each site keeps (meter <c>Concord.Vault</c>), read off memory when they are asked for.</summary>
internal sealed class SiteGauges : IDisposable
{
    private readonly Meter _meter = new("Concord.Vault");

    public SiteGauges(SiteQuotas quotas)
    {
        _meter.CreateObservableGauge("concord.site.bytes", () => quotas.List().Select(standing => Of(standing, standing.Figures.Bytes)), "By");
        _meter.CreateObservableGauge("concord.site.objects", () => quotas.List().Select(standing => Of(standing, standing.Figures.Objects)), "{object}");
        _meter.CreateObservableGauge("concord.site.studies", () => quotas.List().Select(standing => Of(standing, standing.Figures.Studies)), "{study}");
        // 0 within, 1 warned, 2 full
        _meter.CreateObservableGauge("concord.site.quota_state", () => quotas.List().Select(standing => Of(standing, (long)standing.State)));
    }

    public void Dispose() => _meter.Dispose();

    private static Measurement<long> Of(SiteStanding standing, long value) => new(value, new KeyValuePair<string, object?>("site", standing.Site));
}
