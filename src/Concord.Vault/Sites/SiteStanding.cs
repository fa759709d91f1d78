namespace Concord.Vault.Sites;

/// <summary>A site, what is kept of it and what may be.</summary>
/// <param name="Site">Its code; "" for objects that no rule gives to a site.</param>
/// <param name="Quota">Null when it has none.</param>
public sealed record SiteStanding(string Site, SiteFigures Figures, SiteQuota? Quota, QuotaState State);
