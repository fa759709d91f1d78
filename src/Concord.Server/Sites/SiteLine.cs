using System.Text.Json.Serialization;
using Concord.Vault.Sites;

namespace Concord.Server.Sites;

/// <summary>One site.</summary>
/// <param name="Site">Its code; "" for what no rule gives to a site.</param>
/// <param name="Bytes">Of its bundles on the disk, rejected and kept-aside objects included until they are purged.</param>
/// <param name="Objects">In these bundles.</param>
/// <param name="Studies">Studies that can be found.</param>
/// <param name="Instances">Of these studies.</param>
/// <param name="WarnBytes">The soft bound; null for none. The others likewise.</param>
internal sealed record SiteLine(
    string Site, long Bytes, long Objects, long Studies, long Instances, long? WarnBytes, long? MaxBytes, long? WarnObjects, long? MaxObjects, QuotaState State)
{
    public static SiteLine Of(SiteStanding standing)
    {
        var (figures, quota) = (standing.Figures, standing.Quota);
        return new(standing.Site, figures.Bytes, figures.Objects, figures.Studies, figures.Instances,
            Bound(quota?.WarnBytes), Bound(quota?.MaxBytes), Bound(quota?.WarnObjects), Bound(quota?.MaxObjects), standing.State);
    }

    private static long? Bound(long? bound) => bound > 0 ? bound : null;
}

/// <summary>A page of sites, by code.</summary>
/// <param name="Next">Where the next page begins after; null on the last one.</param>
internal sealed record SitePage(IReadOnlyList<SiteLine> Sites, string? Next);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SitePage))]
internal sealed partial class SitesJson : JsonSerializerContext;
