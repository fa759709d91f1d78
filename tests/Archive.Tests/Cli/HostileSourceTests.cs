using System.Diagnostics;
using System.IO.Compression;
using Concord.Cli.Retrieving;
using Concord.Cli.Sources;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Network.ServiceClasses;

namespace Archive.Tests.Cli;

/// <summary>What a stranger's disk, CD or ZIP may hold: it leads nowhere outside, takes no memory for what it only says it has, and is walked to its end.</summary>
public sealed class HostileSourceTests : IDisposable
{
    /// <summary>In all, over the four tries with more of the first bytes; a third of it lives at once.</summary>
    private const long MostAllocated = 256L << 20;

    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly List<SourceProblem> _problems = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Three_bytes_are_no_object_and_are_passed_over()
    {
        await File.WriteAllBytesAsync(_folder["three.dcm"], [0x50, 4, 0x10]);
        var run = await CliRun.Of("store", "--to", "NOBODY@127.0.0.1:1", "--retries", "0", _folder["three.dcm"]).WaitAsync(Hang);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("three.dcm", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_in_a_folder_is_not_waited_for()
    {
        using (var made = Process.Start("mkfifo", _folder["pipe"])) await made.WaitForExitAsync();
        await File.WriteAllBytesAsync(_folder["one.dcm"], Slice());
        var found = await Task.Run(() => Walk(_folder.Path)).WaitAsync(Hang);
        Assert.Equal(["one.dcm"], found.Select(entry => Path.GetFileName(entry.Label)));
    }

    [Fact]
    public void A_folder_that_links_to_itself_is_walked_once()
    {
        File.WriteAllBytes(_folder["one.dcm"], Slice());
        Directory.CreateSymbolicLink(_folder["round"], _folder.Path);
        Assert.Single(Walk(_folder.Path));
    }

    [Theory]
    [InlineData("..", "secret.dcm"), InlineData("OUT", "secret.dcm"), InlineData("LINK", null), InlineData("DICOMDIR", null), InlineData(".", "DICOMDIR")]
    public void A_DICOMDIR_leads_nowhere_outside_its_folder(string first, string? second)
    {
        var root = Directory.CreateDirectory(_folder["cd"]).FullName;
        File.WriteAllBytes(_folder["secret.dcm"], Slice());
        Directory.CreateSymbolicLink(Path.Combine(root, "OUT"), _folder.Path);
        File.CreateSymbolicLink(Path.Combine(root, "LINK"), _folder["secret.dcm"]);
        File.WriteAllBytes(Path.Combine(root, "DICOMDIR"), Dicomdir([second is null ? [first] : [first, second]]));
        var found = Walk(Path.Combine(root, "DICOMDIR"));
        if (first == "DICOMDIR") Assert.Single(found); // itself: a file of the set, which is no image; its records are not followed again
        else Assert.Empty(found);
        Assert.Equal(first == "DICOMDIR" ? 0 : 1, _problems.Count);
    }

    [Fact]
    public void A_DICOMDIR_that_names_one_file_many_times_gives_it_once()
    {
        File.WriteAllBytes(_folder["A"], Slice());
        File.WriteAllBytes(_folder["DICOMDIR"], Dicomdir([.. Enumerable.Repeat(new[] { "A" }, 5000), ["GONE"], ["GONE"]]));
        Assert.Single(Walk(_folder["DICOMDIR"]));
        Assert.Single(_problems);
    }

    [Fact]
    public void Entries_of_a_ZIP_are_read_wherever_their_names_lead_and_never_written()
    {
        using (var zip = ZipFile.Open(_folder["evil.zip"], ZipArchiveMode.Create))
            foreach (var name in new[] { "../../evil.dcm", "/etc/evil.dcm", "C:\\evil.dcm", "a/\0b.dcm" })
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Slice());
            }
        var before = Directory.GetFileSystemEntries(Path.GetDirectoryName(_folder.Path)!).Length;
        foreach (var entry in Walk(_folder["evil.zip"])) Assert.NotNull(SourceHead.Read(entry.Open).SopInstanceUid);
        Assert.Equal(before, Directory.GetFileSystemEntries(Path.GetDirectoryName(_folder.Path)!).Length);
        Assert.Equal(["evil.zip"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void A_ZIP_bomb_costs_its_first_bytes_only(bool isDicom)
    {
        using (var zip = ZipFile.Open(_folder["bomb.zip"], ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("bomb.dcm", CompressionLevel.Fastest).Open();
            if (isDicom) entry.Write(Slice());
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 300; i++) entry.Write(zeros);
        }
        Assert.InRange(new FileInfo(_folder["bomb.zip"]).Length, 0, 4 << 20);
        AssertCheap(() => Walk(_folder["bomb.zip"]).ForEach(entry => Assert.Equal(isDicom, HasUid(entry))));
    }

    [Fact]
    public void A_deflate_bomb_costs_its_first_bytes_only()
    {
        using (var file = File.Create(_folder["bomb.dcm"]))
        {
            var meta = Part10.ToArray(Objects(), TransferSyntax.DeflatedExplicitVrLittleEndian);
            Part10.TryReadHead(new(meta), isWhole: true, out var head);
            file.Write(meta.AsSpan(0, (int)head!.DataSetOffset));
            using var deflater = new DeflateStream(file, CompressionLevel.Fastest);
            deflater.Write(DataSetWriter.ToArray(Objects(), TransferSyntax.ExplicitVrLittleEndian));
            for (var i = 0; i < 300; i++) deflater.Write(new byte[1 << 20]);
        }
        AssertCheap(() => Walk(_folder["bomb.dcm"]).ForEach(entry => Assert.False(HasUid(entry)))); // its identifiers are there, but not the end of its head
    }

    [Theory]
    [InlineData("../../evil"), InlineData("/tmp/evil"), InlineData("..")]
    public async Task What_a_peer_sends_lands_in_the_folder_whatever_its_UIDs_say(string uid)
    {
        var hostile = Objects().Set(new DataElement(Tags.StudyInstanceUID, Vr.UI, System.Text.Encoding.ASCII.GetBytes(uid)));
        var sink = new FileSink(_folder["out"], "PEER");
        var request = new StoreRequest(Uids.SecondaryCaptureImageStorage, Uid.Parse("2.25.1"), TransferSyntax.ExplicitVrLittleEndian, null, null);
        await using (var incoming = await sink.Begin(request, new(1, "A", "B", "127.0.0.1"), CancellationToken.None))
        {
            await incoming.Append(new(DataSetWriter.ToArray(hostile, TransferSyntax.ExplicitVrLittleEndian)), CancellationToken.None);
            Assert.True((await incoming.Complete(CancellationToken.None)).IsSuccess);
        }
        Assert.Equal([Path.Combine(_folder["out"], "2.25.1.dcm")], Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    private static void AssertCheap(Action work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
    }

    private static bool HasUid(SourceEntry entry)
    {
        try
        {
            return SourceHead.Read(entry.Open).SopInstanceUid is not null;
        }
        catch (DicomFormatException)
        {
            return false;
        }
    }

    private List<SourceEntry> Walk(string path)
    {
        using var walk = new SourceWalk(_problems.Add);
        return [.. walk.Entries([path])];
    }

    private static DataSet Objects(string study = "2.25.2", string series = "2.25.3") => new DataSet()
        .SetUid(Tags.SOPClassUID, Uids.SecondaryCaptureImageStorage).SetUid(Tags.SOPInstanceUID, Uid.Parse("2.25.1"))
        .SetUid(Tags.StudyInstanceUID, Uid.Parse(study)).SetUid(Tags.SeriesInstanceUID, Uid.Parse(series)).SetString(Tags.PatientID, "H1");

    private static byte[] Slice(string study = "2.25.2", string series = "2.25.3") => Part10.ToArray(Objects(study, series), TransferSyntax.ExplicitVrLittleEndian);

    private static byte[] Dicomdir(IReadOnlyList<string[]> files)
    {
        var directory = new DataSet().SetUid(Tags.SOPClassUID, Uid.Parse("1.2.840.10008.1.3.10")).SetUid(Tags.SOPInstanceUID, Uid.Parse("2.25.9"))
            .SetItems(Tags.DirectoryRecordSequence, [.. files.Select(components => new DataSet().SetStrings(Tags.ReferencedFileID, components))]);
        return Part10.ToArray(directory, TransferSyntax.ExplicitVrLittleEndian);
    }
}
