using System.Collections.Frozen;
using System.Globalization;
using Concord.Trust.Identity;
using Concord.Vault.Receive;

namespace Concord.Vault.Sites;

/// <summary>Whether a site may bring more. Any number of threads; no look-up touches the index.</summary>
public sealed class SiteQuotas
{
    private const string EveryOther = "*";
    private readonly FrozenDictionary<string, SiteQuota> _quotas;
    private readonly SourceSites _sites;
    private readonly SiteUsage _usage;

    /// <exception cref="VaultException">A quota is wrong.</exception>
    internal SiteQuotas(IReadOnlyList<SiteQuota> quotas, SourceSites sites, SiteUsage usage)
    {
        if (FindFault(quotas) is { } fault) throw new VaultException(fault);
        (_quotas, _sites, _usage) = (quotas.ToFrozenDictionary(quota => quota.Site, StringComparer.Ordinal), sites, usage);
    }

    /// <summary>What is wrong with the quotas, in one line; null when nothing is.</summary>
    public static string? FindFault(IReadOnlyList<SiteQuota> quotas)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < quotas.Count; i++)
        {
            var (name, quota) = (string.Create(CultureInfo.InvariantCulture, $"Vault:SiteQuotas:{i}"), quotas[i]);
            if (quota.Site != EveryOther && !SourceSites.IsCode(quota.Site)) return $"{name}:Site is neither a code of a site nor '*'.";
            if (!seen.Add(quota.Site)) return $"{name}: site {quota.Site} has two quotas.";
            if (quota.WarnBytes < 0 || quota.MaxBytes < 0 || quota.WarnObjects < 0 || quota.MaxObjects < 0) return $"{name}: a bound is 0, for none, or more.";
            if (quota.MaxBytes > 0 && quota.WarnBytes > quota.MaxBytes) return $"{name}: WarnBytes lies above MaxBytes and would never be told.";
            if (quota.MaxObjects > 0 && quota.WarnObjects > quota.MaxObjects) return $"{name}: WarnObjects lies above MaxObjects and would never be told.";
        }
        return null;
    }

    /// <summary>Every site of which something is kept or whose quota is named.</summary>
    public IReadOnlyList<SiteStanding> List() =>
        [.. _usage.Sites.Union(_quotas.Keys.Where(site => site != EveryOther), StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(Find)];

    public SiteStanding Find(string site)
    {
        var (figures, quota) = (_usage.Of(site), QuotaOf(site));
        return new(site, figures, quota, StateOf(figures, quota));
    }

    /// <summary>Why nothing more is taken from where this came from, one line; null when it may come in.</summary>
    internal string? Refusal(Origin origin)
    {
        if (_quotas.Count == 0) return null;
        var site = _sites.Of(origin);
        if (QuotaOf(site) is not { } quota || StateOf(_usage.Of(site), quota) != QuotaState.Full) return null;
        return site.Length == 0 ? "The quota of what comes from no known site is spent." : $"The quota of site {site} is spent.";
    }

    private static QuotaState StateOf(SiteFigures figures, SiteQuota? quota) =>
        quota is null ? QuotaState.Within
        : IsReached(figures.Bytes, quota.MaxBytes) || IsReached(figures.Objects, quota.MaxObjects) ? QuotaState.Full
        : IsReached(figures.Bytes, quota.WarnBytes) || IsReached(figures.Objects, quota.WarnObjects) ? QuotaState.Warned
        : QuotaState.Within;

    private static bool IsReached(long value, long bound) => bound > 0 && value >= bound;

    private SiteQuota? QuotaOf(string site) => _quotas.GetValueOrDefault(site) ?? _quotas.GetValueOrDefault(EveryOther);
}
