using System.Globalization;
using Archive.Tests.Receive;
using Concord.Dicom.DataElements;

namespace Archive.Tests.Faults;

/// <summary>The legal holds that lie on the first studies of the test objects: how many.</summary>
internal sealed class HoldSight : Sight
{
    public override async IAsyncEnumerable<(string Key, string Value)> Look(TestVault vault)
    {
        await Task.CompletedTask;
        foreach (var study in new[] { Objects.Study(1), Objects.Study(2) })
            if (vault.Vault.Decisions.HoldsOn(study) is { Count: > 0 } holds) yield return (KeyOf(study), holds.Count.ToString(CultureInfo.InvariantCulture));
    }

    public static string KeyOf(Uid study) => $"holds {study}";
}
