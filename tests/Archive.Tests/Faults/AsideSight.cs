using Archive.Tests.Receive;

namespace Archive.Tests.Faults;

/// <summary>What was kept aside because it differs: how often, by instance.</summary>
internal sealed class AsideSight : Sight
{
    public override async IAsyncEnumerable<(string Key, string Value)> Look(TestVault vault)
    {
        var rows = await vault.Vault.Index.Read(session =>
        {
            var found = new List<(string, string)>();
            using var rows = session.Query("SELECT study_uid, series_uid, sop_uid, COUNT(*) FROM kept_aside GROUP BY study_uid, series_uid, sop_uid");
            while (rows.Read()) found.Add(($"aside {rows.GetString(0)} {rows.GetString(1)} {rows.GetString(2)}", rows.GetInt64(3).ToString(System.Globalization.CultureInfo.InvariantCulture)));
            return found;
        }, CancellationToken.None);
        foreach (var row in rows) yield return row;
    }
}
