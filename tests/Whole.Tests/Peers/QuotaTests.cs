using Whole.Tests.Harness;

namespace Whole.Tests.Peers;

/// <summary>A site whose quota is spent, as a modality meets it.</summary>
public sealed class QuotaTests
{
    [Fact]
    public async Task Storescu_of_a_full_site_is_told_A700_and_why_and_others_go_on()
    {
        await using var concord = await ConcordServer.StartOn(null, ["--seal-after", "3600"], new Dictionary<string, string>
        {
            ["CONCORD_Vault__Sites__0__Site"] = "TOWN", ["CONCORD_Vault__Sites__0__AeTitles__0"] = "TOWN*", ["CONCORD_Vault__SiteQuotas__0__Site"] = "TOWN", ["CONCORD_Vault__SiteQuotas__0__MaxObjects"] = "2",
        });
        using var folder = new TempFolder("quota");
        var files = new List<string>();
        foreach (var one in TestObject.Series(4, o => o with { Size = 32 }))
        {
            files.Add(folder[$"{files.Count}.dcm"]);
            await File.WriteAllBytesAsync(files[^1], one.Part10());
        }
        (await Dcmtk.Store(concord.DicomPort, ["-aet", "TOWN_CT1", .. files[..2]])).Succeeded();
        Assert.Equal(2, (await concord.Web.Query("instances")).Count); // and so the index, which counts, has them
        var refused = await Dcmtk.Store(concord.DicomPort, ["-d", "-aet", "TOWN_CT1", files[2]]);
        Assert.Contains("0xa700", refused.All, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("quota", refused.All, StringComparison.OrdinalIgnoreCase); // the Error Comment
        Assert.Equal(2, (await concord.Web.Query("instances")).Count);
        (await Dcmtk.Store(concord.DicomPort, ["-aet", "COUNTY_CT1", files[3]])).Succeeded();
        Assert.Equal(3, (await concord.Web.Query("instances")).Count);
    }
}
