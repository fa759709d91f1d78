using System.IO.Compression;
using Archive.Tests.Cli.Peers;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Xunit.Abstractions;

namespace Archive.Tests.Cli;

/// <summary><c>concord store</c> against DCMTK's storescp, which keeps what comes bit for bit.</summary>
public sealed class StoreTests(SmallSet small, ITestOutputHelper output) : IClassFixture<SmallSet>
{
    [Theory]
    [InlineData("1")]
    [InlineData("3")]
    public async Task A_folder_arrives_whole_with_the_bytes_of_its_files(string associations)
    {
        using var folder = new TempFolder();
        await using var peer = await DcmtkPeer.StoreScp(folder["in"]);
        await File.WriteAllTextAsync(Path.Combine(small.Folder, "readme.txt"), "passed over");
        var run = (await CliRun.Of("store", "--to", peer.Name, "--associations", associations, small.Folder)).Fine();
        Assert.Contains($"{small.Files.Count} sent", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 other files passed over", run.Output, StringComparison.Ordinal);
        Assert.Equal(DataSets.Bytes(small.Files), DataSets.Bytes(peer.Files));
    }

    [Fact]
    public async Task Entries_of_a_ZIP_arrive_as_they_are()
    {
        using var folder = new TempFolder();
        await ZipFile.CreateFromDirectoryAsync(small.Folder, folder["all.zip"]);
        await using var peer = await DcmtkPeer.StoreScp(folder["in"]);
        (await CliRun.Of("store", "--to", peer.Name, "--associations", "3", folder["all.zip"])).Fine();
        Assert.Equal(DataSets.Bytes(small.Files), DataSets.Bytes(peer.Files));
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]      // nothing but the CRC tells
    [InlineData(CompressionLevel.Optimal)]
    public async Task A_damaged_ZIP_entry_is_a_failure_and_the_others_arrive(CompressionLevel level)
    {
        using var folder = new TempFolder();
        await ZipFile.CreateFromDirectoryAsync(small.Folder, folder["all.zip"], level, includeBaseDirectory: false);
        var bytes = await File.ReadAllBytesAsync(folder["all.zip"]);
        bytes.AsSpan(bytes.Length / 2, 64).Fill(0x5A);
        await File.WriteAllBytesAsync(folder["all.zip"], bytes);
        await using var peer = await DcmtkPeer.StoreScp(folder["in"]);
        var run = await CliRun.Of("store", "--to", peer.Name, folder["all.zip"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("1 failed", run.Output, StringComparison.Ordinal);
        var meant = DataSets.Bytes(small.Files);
        Assert.Equal(meant.Count - 1, Sent(run));
        foreach (var path in peer.Files.Where(path => new FileInfo(path).Length > 0))
        {
            var (uid, kept) = DataSets.Bytes([path]).Single();
            Assert.Equal(meant[uid], kept);
        }
    }

    [Fact]
    public async Task A_DICOMDIR_sends_what_it_refers_to_and_tells_what_is_not_there()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["IMAGES"]);
        File.Copy(small.Files[0], Path.Combine(folder["IMAGES"], "A1"));
        File.Copy(small.Files[1], Path.Combine(folder["IMAGES"], "a2"));
        await File.WriteAllBytesAsync(folder["DICOMDIR"], NewDirectory(["IMAGES", "A1"], ["IMAGES", "A2"], ["IMAGES", "A3"], ["..", "..", "etc", "passwd"]));
        await using var peer = await DcmtkPeer.StoreScp(folder["in"]);
        var run = await CliRun.Of("store", "--to", peer.Name, folder["DICOMDIR"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("refers to IMAGES/A3, which is not there", run.Errors, StringComparison.Ordinal);
        Assert.Contains("refers to ../../etc/passwd, which is not there", run.Errors, StringComparison.Ordinal);
        Assert.Equal(DataSets.Bytes(small.Files.Take(2)), DataSets.Bytes(peer.Files));
    }

    [Fact]
    public async Task DICOMDIRs_of_others_are_followed()
    {
        if (CliCorpus.Shared is not { } shared)
        {
            output.WriteLine("the corpus is absent: a DICOMDIR of our own is tested beside this");
            return;
        }
        using var folder = new TempFolder();
        foreach (var dicomdir in Directory.EnumerateFiles(Path.Combine(shared, "dicomdir"), "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path).Equals("DICOMDIR", StringComparison.OrdinalIgnoreCase)))
        {
            await using var peer = await DcmtkPeer.StoreScp(folder[Guid.NewGuid().ToString("N")]);
            var run = await CliRun.Of("store", "--to", peer.Name, dicomdir);
            output.WriteLine($"{dicomdir}: exit {run.ExitCode}, {run.Output}{run.Errors}");
            var records = DataSets.Read(dicomdir).GetItems(Tags.DirectoryRecordSequence);
            var named = records.Select(record => string.Join('/', record.GetStrings(Tags.ReferencedFileID))).Where(name => name.Length > 0).Distinct().Count();
            var missing = run.Errors.Split('\n').Count(line => line.Contains("which is not there", StringComparison.Ordinal));
            Assert.Equal(named, missing + run.Errors.Split('\n').Count(line => line.Contains(": failed", StringComparison.Ordinal)) + Sent(run));
        }
    }

    [Fact]
    public async Task A_second_run_with_the_journal_sends_only_what_is_missing()
    {
        using var folder = new TempFolder();
        var home = folder["files"];
        Directory.CreateDirectory(home);
        for (var i = 0; i < 5; i++) File.Copy(small.Files[i], Path.Combine(home, $"{i}.dcm"));
        await using var peer = await DcmtkPeer.StoreScp(folder["in"]);
        string[] command = ["store", "--to", peer.Name, "--resume", folder["journal"], home];
        Assert.Equal(5, Sent((await CliRun.Of(command)).Fine()));
        var again = (await CliRun.Of(command)).Fine();
        Assert.Equal(0, Sent(again));
        Assert.Contains("5 sent before", again.Output, StringComparison.Ordinal);
        await File.AppendAllTextAsync(folder["journal"], "{\"To\":\"torn");          // a crash in the middle of a line
        File.Copy(small.Files[5], Path.Combine(home, "5.dcm"));
        File.SetLastWriteTimeUtc(Path.Combine(home, "0.dcm"), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(2, Sent((await CliRun.Of(command)).Fine()));
        Assert.Equal(0, Sent((await CliRun.Of(command)).Fine()));
    }

    [Fact]
    public async Task Real_files_of_every_kind_arrive_bit_for_bit_in_their_own_transfer_syntax()
    {
        using var folder = new TempFolder();
        // storescp aborts when it is to keep Deflated as it comes: that one is sent to our own server
        string[] files = [.. CliCorpus.Files("ts", 500).Where(path => !path.Contains("eflated", StringComparison.Ordinal)).Where((_, index) => index % 12 == 0), .. CliCorpus.Files("sr", 2), .. CliCorpus.Files("encapsulated", 2)];
        await using var peer = await DcmtkPeer.StoreScp(folder["in"], "-pm");
        var run = await CliRun.Of(["store", "--to", peer.Name, .. files]);
        output.WriteLine(run.Output + run.Errors);
        var arrived = DataSets.Bytes(peer.Files);
        Assert.NotEmpty(arrived);
        var meant = new Dictionary<string, List<byte[]>>(StringComparer.Ordinal);
        foreach (var file in files)
            foreach (var (uid, bytes) in DataSets.Bytes([file])) (meant.TryGetValue(uid, out var known) ? known : meant[uid] = []).Add(bytes);
        foreach (var (uid, bytes) in arrived) Assert.Contains(meant[uid], candidate => candidate.AsSpan().SequenceEqual(bytes));
        Assert.Equal(files.Length, Sent(run) + run.Errors.Split('\n').Count(line => line.Contains("0122", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_file_without_preamble_and_meta_is_sent()
    {
        using var folder = new TempFolder();
        var image = DataSets.Read(small.Files[0]);
        await File.WriteAllBytesAsync(folder["bare.dcm"], DataSetWriter.ToArray(image, TransferSyntax.ImplicitVrLittleEndian));
        await using var peer = await DcmtkPeer.StoreScp(folder["in"]);
        (await CliRun.Of("store", "--to", peer.Name, folder["bare.dcm"])).Fine();
        Assert.Equal(await File.ReadAllBytesAsync(folder["bare.dcm"]), DataSets.Bytes(peer.Files).Single().Value);
    }

    [Fact]
    public async Task Nobody_there_a_path_that_is_not_there_and_a_file_that_is_no_DICOM_are_a_line_each()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["note.txt"], "no DICOM");
        var nobody = await CliRun.Of("store", "--retries", "1", "--to", $"NO@127.0.0.1:{FreePort.Find()}", small.Files[0]);
        Assert.Equal(1, nobody.ExitCode);
        var told = nobody.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches(@"^concord: waiting [01]\.\d s before trying again: Connection refused$", told[0]);
        Assert.Equal(2, told.Length);
        var asJson = await CliRun.Of("store", "--json", "--retries", "1", "--to", $"NO@127.0.0.1:{FreePort.Find()}", small.Files[0]);
        Assert.Single(asJson.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        await using var peer = await DcmtkPeer.StoreScp(folder["in"]);
        var partly = await CliRun.Of("store", "--to", peer.Name, folder["absent"], folder["note.txt"], small.Files[0]);
        Assert.Equal(1, partly.ExitCode);
        Assert.Equal(1, Sent(partly));
        Assert.Equal(2, partly.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(2, (await CliRun.Of("store", "--to", "nonsense", small.Files[0])).ExitCode);
        Assert.Equal(2, (await CliRun.Of("store", "--to", peer.Name)).ExitCode);
    }

    [Theory]
    [InlineData("--refuse", 0)]
    [InlineData("--abort-after", 2)]
    [InlineData("--abort-during", 2)]
    public async Task A_peer_that_refuses_or_aborts_ends_the_run_after_a_few_tries(string behaviour, int failures)
    {
        using var folder = new TempFolder();
        await using var peer = await DcmtkPeer.StoreScp(folder["in"], behaviour);
        var run = await CliRun.Of("store", "--to", peer.Name, "--resume", folder["journal"], small.Folder);
        Assert.Equal(1, run.ExitCode);
        var lines = run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.Contains("before trying again", StringComparison.Ordinal));
        Assert.Equal(failures + 1, lines.Count());   // each object that broke it, then why it was given up
        Assert.Equal(0, new FileInfo(folder["journal"]).Length);
    }

    [Fact]
    public async Task The_answer_in_JSON_counts_what_happened()
    {
        using var folder = new TempFolder();
        await using var peer = await DcmtkPeer.StoreScp(folder["in"]);
        var run = (await CliRun.Of("store", "--json", "--to", peer.Name, small.Files[0], small.Files[1])).Fine();
        using var answer = System.Text.Json.JsonDocument.Parse(run.Output);
        Assert.Equal(2, answer.RootElement.GetProperty("sent").GetInt32());
        Assert.Equal(0, answer.RootElement.GetProperty("failed").GetInt32());
    }

    private static int Sent(CliRun run) => int.Parse(run.Output.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    private static byte[] NewDirectory(params string[][] references)
    {
        var directory = new DataSet();
        directory.SetUid(Tags.SOPClassUID, Uids.MediaStorageDirectoryStorage).SetUid(Tags.SOPInstanceUID, Uid.New())
            .SetItems(Tags.DirectoryRecordSequence, [.. references.Select(path => new DataSet().SetString(Tags.DirectoryRecordType, "IMAGE").SetStrings(Tags.ReferencedFileID, path))]);
        return Part10.ToArray(directory, TransferSyntax.ExplicitVrLittleEndian);
    }
}
