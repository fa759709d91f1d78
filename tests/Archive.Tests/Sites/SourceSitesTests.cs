using Archive.Tests.Receive;
using Concord.Trust.Identity;
using Concord.Vault.Index;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;
using Concord.Vault.Sites;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.Sites;

public sealed class SourceSitesTests
{
    private static readonly SourceSites Sites = new(
    [
        new() { Site = "NORTH", AeTitles = ["CT_N?", "MR-N*"] },
        new() { Site = "LAB", Users = ["lab-*"], Kinds = [OriginKind.StowRs] },
        new() { Site = "SOUTH", AeTitles = ["*"], Addresses = ["10.2.0.0/16", "2001:db8::/32"] },
        new() { Site = "TAPE", Kinds = [OriginKind.Import] },
        new() { Site = "DOOR", Addresses = ["192.0.2.7"] },
    ]);

    [Theory]
    [InlineData(OriginKind.Dimse, "CT_N1", "", "10.9.9.9", "NORTH")]
    [InlineData(OriginKind.Dimse, "MR-N ", "", "", "NORTH")]
    [InlineData(OriginKind.Dimse, "CT_N10", "", "10.2.3.4", "SOUTH")]
    [InlineData(OriginKind.Dimse, "ct_n1", "", "10.9.9.9", "")]
    [InlineData(OriginKind.Dimse, "X", "", "::ffff:10.2.3.4", "SOUTH")]
    [InlineData(OriginKind.Dimse, "X", "", "2001:db8::1", "SOUTH")]
    [InlineData(OriginKind.StowRs, "", "lab-7", "10.2.3.4", "LAB")]
    [InlineData(OriginKind.Dimse, "", "lab-7", "", "")]
    [InlineData(OriginKind.StowRs, "", "", "10.2.3.4", "")] // a pattern wants a title
    [InlineData(OriginKind.StowRs, "", "", "192.0.2.7", "DOOR")]
    [InlineData(OriginKind.Import, "", "", "", "TAPE")]
    [InlineData(OriginKind.PeerPull, "", "", "no address", "")]
    public void The_first_rule_that_fits_decides(OriginKind kind, string aeTitle, string user, string address, string expected)
    {
        var origin = new Origin(kind, aeTitle, "CONCORD", address, DateTimeOffset.UnixEpoch, []) { User = user };
        Assert.Equal(expected, Sites.Of(origin));
        Assert.Equal(expected, Sites.Of(origin)); // remembered
    }

    [Fact]
    public void A_rule_that_names_nothing_fits_all() =>
        Assert.Equal("REST", new SourceSites([new() { Site = "A", AeTitles = ["A"] }, new() { Site = "REST" }]).Of(Objects.Origin));

    [Fact]
    public void What_is_no_rule_is_said()
    {
        Says("Vault:Sites:0:Site", new SiteRule { Site = "" });
        Says("Vault:Sites:0:Site", new SiteRule { Site = "*" });
        Says("Vault:Sites:0:Site", new SiteRule { Site = new string('A', 33) });
        Says("Vault:Sites:0:AeTitles", new SiteRule { Site = "A", AeTitles = ["SEVENTEEN_LETTERS"] });
        Says("Vault:Sites:0:Users", new SiteRule { Site = "A", Users = [""] });
        Says("Vault:Sites:0:Addresses", new SiteRule { Site = "A", Addresses = ["10.0.0.0/33"] });
        Says("Vault:Sites:0:Kinds", new SiteRule { Site = "A", Kinds = [(OriginKind)17] });

        static void Says(string setting, SiteRule rule)
        {
            Assert.StartsWith(setting, SourceSites.FindFault([rule]), StringComparison.Ordinal);
            Assert.Throws<VaultException>(() => new SourceSites([rule]));
        }
    }

    [Fact]
    public void More_origins_than_are_remembered_have_their_sites_all_the_same()
    {
        for (var i = 0; i < 10_000; i++)
            Assert.Equal(i % 2 == 0 ? "NORTH" : "", Sites.Of(new(OriginKind.Dimse, i % 2 == 0 ? "CT_N1" : "Y", "", $"10.{i >> 16}.{i >> 8 & 255}.{i & 255}", DateTimeOffset.UnixEpoch, [])));
    }

    [Fact]
    public async Task Sites_outlive_a_reindex_and_other_settings_apply_to_all_at_the_next()
    {
        using var folder = new TestFolder();
        await using (var vault = await TestVault.Open(folder.Path, options => options with { Sites = [new() { Site = "NORTH", AeTitles = ["MODALITY"] }, new() { Site = "REST" }] }))
        {
            await vault.Store(Objects.Slice(1), origin: Objects.Origin);
            await vault.Store(Objects.Slice(2), origin: Objects.Origin with { CallingAeTitle = "ELSE" });
            await vault.Store(Objects.Slice(1, study: 2), origin: Objects.Origin with { CallingAeTitle = "ELSE" });
        }
        var before = await Rows(folder);
        Assert.Equal(["NORTH study 1", "REST study 1", "NORTH bundle 2", "REST bundle 1", "NORTH series 1", "REST series 1"], before);
        await Reindex(folder, []);
        Assert.Equal(before, await Rows(folder));
        await Reindex(folder, [new() { Site = "ONE" }]);
        Assert.Equal(["ONE study 2", "ONE bundle 3", "ONE series 2"], await Rows(folder));
    }

    private static Task Reindex(TestFolder folder, IReadOnlyList<SiteRule> sites) =>
        VaultReindexer.Reindex(new VaultOptions { Folder = folder.Path, Sites = sites }, TimeProvider.System, NullLoggerFactory.Instance, null, default);

    private static async Task<List<string>> Rows(TestFolder folder)
    {
        await using var index = await VaultIndex.Open(Path.Combine(folder.Path, "index"), TimeProvider.System, NullLoggerFactory.Instance, default);
        return await index.Read(session =>
        {
            var found = new List<string>();
            foreach (var (table, what) in new[] { ("study", "COUNT(*)"), ("bundle", "SUM(arrived_entries)"), ("series", "COUNT(*)") })
            {
                using var rows = session.Query($"SELECT site, '{table}', {what} FROM {table} GROUP BY site ORDER BY site");
                while (rows.Read()) found.Add($"{rows.GetString(0)} {rows.GetString(1)} {rows.GetInt64(2)}");
            }
            return found;
        }, default);
    }
}
