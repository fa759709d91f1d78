using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Network;
using Concord.Network.ServiceClasses;
using Dicom.Tests.Network.Support;
using Xunit.Abstractions;

namespace Dicom.Tests.Network.ServiceClasses;

/// <summary>DCMTK's own query and retrieve tools against our acceptor, and our client against DCMTK's acceptor.</summary>
public sealed class DcmtkQueryRetrieveTests(ITestOutputHelper output) : IDisposable
{
    private const string JpegBaseline = "1.2.840.10008.1.2.4.50";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("concord-network-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("-P", InformationModel.PatientRoot), InlineData("-S", InformationModel.StudyRoot), InlineData("-O", InformationModel.PatientStudyOnly)]
    public async Task Findscu_gets_the_matches(string model, InformationModel expected)
    {
        if (IsMissing()) return;
        var archive = new ScriptedArchive();
        for (var i = 0; i < 3; i++) archive.Matches.Add(new DataSet().SetString(Tags.QueryRetrieveLevel, "STUDY").SetString(Tags.PatientID, $"MATCH{i}"));
        await using var host = await DicomHost.Start(query: archive);
        var (code, text) = await Dcmtk.Run("findscu", "-v", model, "-aec", host.AeTitle, "-k", "0008,0052=STUDY", "-k", "PatientID", "127.0.0.1", $"{host.Port}");
        Assert.True(code == 0, text);
        for (var i = 0; i < 3; i++) Assert.Contains($"MATCH{i}", text, StringComparison.Ordinal);
        Assert.Contains("Success", text, StringComparison.Ordinal);
        Assert.Equal(expected, archive.Asked!.Value.Model);
    }

    [Fact]
    public async Task Findscu_is_told_of_a_cancelled_query()
    {
        if (IsMissing()) return;
        var archive = new ScriptedArchive { Endless = true };
        for (var i = 0; i < 5; i++) archive.Matches.Add(new DataSet().SetString(Tags.QueryRetrieveLevel, "STUDY"));
        await using var host = await DicomHost.Start(query: archive);
        var (_, text) = await Dcmtk.Run("findscu", "-v", "-S", "--cancel", "2", "-aec", host.AeTitle, "-k", "0008,0052=STUDY", "127.0.0.1", $"{host.Port}");
        Assert.Contains("MatchingTerminatedDueToCancelRequest", text.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Getscu_gets_every_object()
    {
        if (IsMissing()) return;
        var archive = new ScriptedArchive();
        for (var i = 0; i < 5; i++) archive.Objects.Add(new SampleObject(i, pixelBytes: 50_000 * i));
        await using var host = await DicomHost.Start(retrieve: archive);
        var (code, text) = await Dcmtk.Run(
            "getscu", "-v", "-S", "-aec", host.AeTitle, "-od", _folder.FullName, "-k", "0008,0052=STUDY", "-k", "0020,000D=2.25.78", "127.0.0.1", $"{host.Port}");
        Assert.True(code == 0, text);
        AssertWhole(archive.Objects);
    }

    [Fact]
    public async Task Movescu_has_every_object_sent_to_storescp()
    {
        if (IsMissing()) return;
        await using var destination = await StoreScp.Start(_folder.FullName);
        var archive = new ScriptedArchive { Peers = { ["DEST"] = new("DEST", "127.0.0.1", destination.Port) } };
        for (var i = 0; i < 5; i++) archive.Objects.Add(new SampleObject(i, pixelBytes: 50_000 * i));
        archive.Objects.Add(new SampleObject(5, TransferSyntax.Of(Uid.Parse(JpegBaseline))));
        await using var host = await DicomHost.Start(retrieve: archive);
        var (code, text) = await Dcmtk.Run(
            "movescu", "-v", "-S", "-aec", host.AeTitle, "-aem", "DEST", "-k", "0008,0052=STUDY", "-k", "0020,000D=2.25.78", "127.0.0.1", $"{host.Port}");
        Assert.True(code == 0, text);
        AssertWhole(archive.Objects);
    }

    [Fact]
    public async Task Our_client_stores_into_storescp_in_every_syntax_it_takes()
    {
        if (IsMissing()) return;
        await using var scp = await StoreScp.Start(_folder.FullName);
        var client = new DicomClient(new("STORESCP", "127.0.0.1", scp.Port), new() { AeTitle = "TESTER", ResponseSeconds = 10 });
        Assert.True((await client.Echo(default)).IsSuccess);
        List<IOutgoingObject> objects = [.. new[] { "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", JpegBaseline, "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.5" }
            .Select((syntax, i) => new SampleObject(i, TransferSyntax.Of(Uid.Parse(syntax)), pixelBytes: 300_000))];
        await foreach (var result in client.Store(objects)) Assert.True(result.Status.IsSuccess, $"{result.Object.TransferSyntax}: {result.Status}");
        AssertWhole(objects);
    }

    /// <summary>Every object's bytes are the tail of a file: DCMTK wrote them as they came (bit preserving).</summary>
    private void AssertWhole(List<IOutgoingObject> objects)
    {
        var files = _folder.GetFiles().Select(file => File.ReadAllBytes(file.FullName)).ToList();
        Assert.Equal(objects.Count, files.Count);
        Assert.All(objects.Cast<SampleObject>(), instance => Assert.Contains(files, file => file.AsSpan().EndsWith(instance.Bytes)));
    }

    private bool IsMissing()
    {
        if (!Dcmtk.IsInstalled) output.WriteLine("DCMTK is not installed");
        return !Dcmtk.IsInstalled;
    }
}
