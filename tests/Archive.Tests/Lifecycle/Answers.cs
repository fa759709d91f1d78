using System.Security.Cryptography;
using System.Text;
using Archive.Tests.Receive;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Vault.Bundles;
using Concord.Vault.Query;
using Concord.Vault.Retrieve;

namespace Archive.Tests.Lifecycle;

/// <summary>Everything that an archive answers about a study, as text: what must not change when bundles are rewritten.</summary>
internal static class Answers
{
    public static async Task<string> Of(TestVault vault, int study = 1)
    {
        var said = new StringBuilder();
        var retrieve = new VaultRetrieve(vault.Vault.Index, vault.Vault.Bundles);
        foreach (var entry in await retrieve.Find(Objects.Study(study), null, null, default))
        {
            said.AppendLine(await OfEntry(vault, entry));
            Assert.Equal(entry, Assert.Single(await retrieve.FindInstance(entry.SopInstanceUid, default)));
        }
        var keys = new DataSet().SetString(Tags.StudyInstanceUID, Objects.Study(study).ToString());
        foreach (var level in Enum.GetValues<QueryLevel>())
            await foreach (var match in vault.Vault.Query.Find(new QueryRequest(level, keys) { AllFields = true }, default))
                said.AppendLine($"{level} {Hash(DataSetWriter.ToArray(match, TransferSyntax.ExplicitVrLittleEndian))}");
        return said.ToString();
    }

    private static async Task<string> OfEntry(TestVault vault, BundleEntry entry)
    {
        var head = await vault.Vault.Bundles.ReadHead(entry, default);
        var table = await vault.Vault.Bundles.ReadFrameTable(entry, default);
        var frames = table is null ? "" : string.Join(' ', table.Fragments.SelectMany(frame => frame).Append(table.PixelData).Select(range => Hash(Read(vault, entry.BundleId, range.Offset, range.Length))));
        Assert.True(await vault.Vault.Bundles.IsSound(entry, default));
        return $"{entry.ArrivalNumber} {entry.SopInstanceUid} {entry.SopClassUid} {entry.TransferSyntax.Uid} {Hash(Read(vault, entry.BundleId, entry.PartTenOffset, entry.PartTenLength))} "
            + $"{Hash(vault.DataSetOf(entry))} {Hash(DataSetWriter.ToArray(head.Head, TransferSyntax.ExplicitVrLittleEndian))} {head.PixelDataLength} {frames}";
    }

    public static byte[] Read(TestVault vault, long bundleId, long offset, long length)
    {
        using var stream = vault.Vault.Bundles.Open(bundleId, offset, length);
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string Hash(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes))[..16];
}
