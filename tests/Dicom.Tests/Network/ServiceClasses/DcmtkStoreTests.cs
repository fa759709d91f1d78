using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Network;
using Concord.Network.ServiceClasses;
using Dicom.Tests.Network.Support;
using Xunit.Abstractions;

namespace Dicom.Tests.Network.ServiceClasses;

public sealed class DcmtkStoreTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Echoscu_is_answered()
    {
        if (!Dcmtk.IsInstalled) { output.WriteLine("DCMTK is not installed"); return; }
        await using var host = await DicomHost.Start();
        var (code, text) = await Dcmtk.Run("echoscu", "-aec", host.AeTitle, "127.0.0.1", $"{host.Port}");
        Assert.True(code == 0, text + string.Join('\n', host.Log.Lines));
    }

    [Theory]
    [InlineData("+xi", "1.2.840.10008.1.2"), InlineData("+xe", "1.2.840.10008.1.2.1"), InlineData("+xb", "1.2.840.10008.1.2.2")]
    public async Task A_peer_gets_each_object_as_it_lies_or_in_a_native_syntax_that_it_takes(string option, string preferred)
    {
        if (!Dcmtk.IsInstalled) { output.WriteLine("DCMTK is not installed"); return; }
        var folder = Directory.CreateTempSubdirectory("concord-network-");
        try
        {
            await using var scp = await StoreScp.Start(folder.FullName, option);
            TransferSyntax[] native = [TransferSyntax.ImplicitVrLittleEndian, TransferSyntax.ExplicitVrLittleEndian, TransferSyntax.ExplicitVrBigEndian, TransferSyntax.DeflatedExplicitVrLittleEndian];
            TransferSyntax[] other = [TransferSyntax.Of(Uid.Parse("1.2.840.10008.1.2.4.50")), TransferSyntax.Of(Uid.Parse("1.2.3.4.5"))];
            var objects = native.Concat(other).Select((syntax, i) => new SampleObject(i, syntax)).ToList();
            var results = new List<StoreResult>();
            await foreach (var result in new DicomClient(new("STORESCP", "127.0.0.1", scp.Port), new() { StoreRetries = 0 }).Store(objects)) results.Add(result);
            Assert.Equal([0, 0, 0, 0, 0x0122, 0x0122], results.Select(result => (int)result.Status.Code)); // pixels are not touched, private bytes not known
            foreach (var sent in objects.Take(native.Length))
            {
                var whole = await File.ReadAllBytesAsync(Directory.GetFiles(folder.FullName, $"*{sent.SopInstanceUid}").Single());
                var file = Part10.Read(whole).Head;
                Assert.True(whole.AsSpan().EndsWith(sent.BytesIn(file.TransferSyntax)), $"{sent.TransferSyntax.Uid} as {file.TransferSyntax.Uid}");
                if (sent.TransferSyntax.Uid.ToString() == preferred) Assert.Equal(preferred, file.TransferSyntax.Uid.ToString()); // as it lies
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Storescu_stores_the_bytes_that_it_sent()
    {
        if (!Dcmtk.IsInstalled) { output.WriteLine("DCMTK is not installed"); return; }
        var folder = Directory.CreateTempSubdirectory("concord-network-");
        try
        {
            var dump = Path.Combine(folder.FullName, "a.dump");
            var file = Path.Combine(folder.FullName, "a.dcm");
            await File.WriteAllTextAsync(dump, """
                (0008,0016) UI 1.2.840.10008.5.1.4.1.1.7
                (0008,0018) UI 2.25.1
                (0010,0010) PN Test^Person
                (0020,000d) UI 2.25.2
                (0020,000e) UI 2.25.3
                """);
            await Dcmtk.Run("dump2dcm", dump, file);
            var storage = new MemoryStorage();
            await using var host = await DicomHost.Start(storage);
            var (code, text) = await Dcmtk.Run("storescu", "-aec", host.AeTitle, "127.0.0.1", $"{host.Port}", file, file);
            Assert.True(code == 0, text + string.Join('\n', host.Log.Lines));
            Assert.Equal(2, storage.Stored.Count);
            var (request, peer, bytes) = storage.Stored.First();
            Assert.Equal("2.25.1", request.AffectedSopInstanceUid.ToString());
            Assert.Equal("STORESCU", peer.CallingAeTitle);
            var whole = await File.ReadAllBytesAsync(file);
            Assert.True(whole.AsSpan().EndsWith(bytes), "The data set is not the tail of the file");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
