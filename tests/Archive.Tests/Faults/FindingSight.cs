using System.Globalization;
using Archive.Tests.Receive;

namespace Archive.Tests.Faults;

/// <summary>What scrubbing found and is not resolved, by bundle.</summary>
internal sealed class FindingSight : Sight
{
    public override async IAsyncEnumerable<(string Key, string Value)> Look(TestVault vault)
    {
        await Task.CompletedTask;
        foreach (var finding in vault.Vault.Findings.ListOpen()) yield return (string.Create(CultureInfo.InvariantCulture, $"finding {finding.BundleId}"), $"{finding.Fault}");
    }
}
