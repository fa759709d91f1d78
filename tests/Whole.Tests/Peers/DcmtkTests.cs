using System.Text.RegularExpressions;
using Whole.Tests.Harness;

namespace Whole.Tests.Peers;

/// <summary>DCMTK's own programs: the peers every modality vendor tests with.</summary>
public sealed partial class DcmtkTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly ConcordServer _concord = shared.Concord;

    [Fact]
    public async Task Echoscu_gets_success() => (await Dcmtk.Echo(_concord.DicomPort)).Succeeded();

    [Fact]
    public async Task Storescu_stores_and_getscu_brings_it_back()
    {
        using var folder = new TempFolder("dcmtk");
        var slices = TestObject.Series(3);
        await Store(folder, slices);
        var got = (await Dcmtk.Get(_concord.DicomPort, folder.Folder("got"), [], "QueryRetrieveLevel=STUDY", "StudyInstanceUID=" + slices[0].StudyUid)).Succeeded();
        var files = Directory.GetFiles(folder["got"]);
        Assert.True(files.Length == slices.Length, got.All);
        foreach (var file in files.Select(File.ReadAllBytes))
        {
            var slice = slices.Single(s => s.SopUid == DataSetBytes.SopInstanceUid(file));
            DataSetBytes.AssertSame(slice.DataSet(), DataSetBytes.Of(file), "by getscu");
        }
    }

    [Fact]
    public async Task Movescu_moves_to_a_destination_made_known_without_a_restart()
    {
        using var folder = new TempFolder("dcmtk");
        var slices = TestObject.Series(5);
        await Store(folder, slices);
        await using var receiver = await DcmtkReceiver.Start();
        await _concord.AddPeer(receiver);
        var moved = (await Dcmtk.Move(_concord.DicomPort, DcmtkReceiver.Ae, "QueryRetrieveLevel=SERIES", "StudyInstanceUID=" + slices[0].StudyUid, "SeriesInstanceUID=" + slices[0].SeriesUid)).Succeeded();
        Assert.Contains("Success", moved.All, StringComparison.Ordinal);
        var received = receiver.Received();
        Assert.Equal(slices.Length, received.Count);
        foreach (var slice in slices) DataSetBytes.AssertSame(slice.DataSet(), received[slice.SopUid], "by movescu");
    }

    [Theory]
    [InlineData("-S", "STUDY", "StudyInstanceUID", "PatientName=zhang*")]
    [InlineData("-P", "STUDY", "StudyInstanceUID", "PatientID=PAT-0815", "PatientName")]
    [InlineData("-S", "STUDY", "StudyInstanceUID", "StudyDate=20240101-20241231", "ModalitiesInStudy=CT")]
    [InlineData("-S", "STUDY", "StudyInstanceUID", "PatientName=*三*", "SpecificCharacterSet=ISO_IR 192")]
    public async Task Findscu_finds(string model, string level, params string[] keys)
    {
        using var folder = new TempFolder("dcmtk");
        var slices = TestObject.Series(2);
        await Store(folder, slices);
        string[] arguments = [model, "-k", "QueryRetrieveLevel=" + level, .. keys.SelectMany(k => new[] { "-k", k })];
        var (run, answers) = await Dcmtk.Find(_concord.DicomPort, folder.Folder("answers"), arguments);
        run.Succeeded();
        Assert.NotEmpty(answers);
        var dump = (await ToolRun.Run("dcmdump", ["+P", "StudyInstanceUID", .. answers])).Succeeded();
        Assert.Contains(slices[0].StudyUid, dump.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_file_written_by_pydicom_is_answered()
    {
        using var folder = new TempFolder("pydicom");
        var slices = TestObject.Series(2);
        await Store(folder, slices);
        var script = Repository.At("tests", "Whole.Tests", "Peers", "clients", "query.py");
        (await ToolRun.Run("/usr/bin/python3", [script, "write", folder["query.dcm"], slices[0].StudyUid, slices[0].SeriesUid])).Succeeded();
        var (run, answers) = await Dcmtk.Find(_concord.DicomPort, folder.Folder("answers"), ["-S", "--", folder["query.dcm"]]);
        run.Succeeded();
        Assert.Equal(2, answers.Length);
        var read = (await ToolRun.Run("/usr/bin/python3", [script, "read", .. answers])).Succeeded();
        Assert.Equal(["1 Zhang^San=张^三 CT", "2 Zhang^San=张^三 CT"], read.Output.Trim().Split('\n').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Findscu_that_cancels_gets_its_association_back()
    {
        using var folder = new TempFolder("dcmtk");
        await Store(folder, TestObject.Series(40));
        var run = await ToolRun.Run("findscu", ["-v", "-S", "--cancel", "3", "-aec", ConcordServer.Ae, "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID", "127.0.0.1",
            _concord.DicomPort.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        run.Succeeded();
        (await Dcmtk.Echo(_concord.DicomPort)).Succeeded();
    }

    private async Task Store(TempFolder folder, TestObject[] slices)
    {
        var files = slices.Select(s => folder[s.SopUid + ".dcm"]).ToArray();
        foreach (var (file, slice) in files.Zip(slices)) await File.WriteAllBytesAsync(file, slice.Part10());
        var run = (await Dcmtk.Store(_concord.DicomPort, files)).Succeeded();
        Assert.Equal(slices.Length, SuccessLine().Count(run.All));
    }

    [GeneratedRegex(@"Received Store Response \(Success\)", RegexOptions.None, 1000)]
    private static partial Regex SuccessLine();
}
