using Archive.Tests.Receive;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Vault.Query;

namespace Archive.Tests.Faults;

/// <summary>What corrections make of the test objects' first study: the index and the objects say the same.</summary>
internal sealed class CorrectionSight : Sight
{
    public static string Key { get; } = $"corrected {Objects.Study()}";

    public override async IAsyncEnumerable<(string Key, string Value)> Look(TestVault vault)
    {
        var said = new HashSet<string>(StringComparer.Ordinal);
        foreach (var series in new[] { 1, 2 })
            foreach (var entry in await vault.Entries(series))
            {
                if (entry.SopInstanceUid == Objects.Instance(999)) continue; // by which the archive is seen to go on
                if (vault.Vault.Bundles.Corrected(entry) is not { } corrected) continue;
                var bytes = new byte[corrected.Length - corrected.FrontLength];
                await using (var stream = corrected.OpenDataSet()) await stream.ReadExactlyAsync(bytes);
                said.Add(DataSetReader.Read(bytes, entry.TransferSyntax).GetString(Tags.PatientName)!);
            }
        if (said.Count == 0) yield break;
        var name = Assert.Single(said);
        var keys = new DataSet().SetUid(Tags.StudyInstanceUID, Objects.Study()).SetString(Tags.PatientName, "");
        await foreach (var match in vault.Vault.Query.Find(new QueryRequest(QueryLevel.Study, keys), default)) Assert.Equal(name, match.GetString(Tags.PatientName));
        yield return (Key, name);
    }
}
