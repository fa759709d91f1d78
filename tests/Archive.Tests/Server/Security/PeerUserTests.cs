using System.Globalization;
using System.Text;
using Archive.Tests.Cli;
using Concord.Network;
using Concord.Network.ServiceClasses;
using Concord.Server.Peers;
using Concord.Server.Settings;
using Concord.Trust.Identity;
using Concord.Trust.Policy;
using Concord.Vault.Receive;

namespace Archive.Tests.Server.Security;

/// <summary>The archive calls a peer that wants users: what it shows lies in files that the directory only names.</summary>
public sealed class PeerUserTests
{
    private const string Passcode = "correct horse battery staple";

    [Fact]
    public async Task A_move_reaches_an_archive_that_wants_users_and_the_passcode_is_told_to_nobody_else()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["input"], Passcode + "\n");
        (await CliRun.Of("user", "add", "anna", "--data", folder.Path, "--passcode-file", folder["input"])).Fine();
        await using var strict = await TestServer.Start(settings =>
        {
            settings.Dicom.UserIdentity = UserIdentityPolicy.Require;
            return settings with { Identity = new IdentityOptions { UsersFile = folder[UsersFile.DefaultName], FailuresBeforeWaiting = 1000 } };
        });
        await using var server = await TestServer.Start();
        var data = server.Server.Settings.Vault.Folder;
        var secret = Path.Combine(Directory.CreateDirectory(Path.Combine(data, PeerSecrets.DefaultName)).FullName, "strict");
        await File.WriteAllTextAsync(secret, Passcode + "\r\nnot this line");
        var image = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)));
        string[] add = ["peer", "add", $"STRICT@127.0.0.1:{Port(strict)}", "--server", server.Client.BaseAddress!.ToString()];
        string[] move = ["move", "--from", $"CONCORD@127.0.0.1:{Port(server)}", "--to-ae", "STRICT", "--study", image.Study.ToString()];

        (await CliRun.Of(add)).Fine();
        Assert.Equal(1, (await CliRun.Of(move)).ExitCode); // as nobody
        Assert.Empty(await strict.GetJson("dicom-web/instances"));
        (await CliRun.Of([.. add, "--as-user", "anna", "--as-passcode-file", "strict"])).Fine();
        (await CliRun.Of(move)).Fine();
        Assert.Single(await strict.GetJson("dicom-web/instances"));

        await File.WriteAllTextAsync(secret, "another staple\n"); // read anew for each association
        Assert.Equal(1, (await CliRun.Of(move)).ExitCode);
        File.Delete(secret);
        Assert.Equal(1, (await CliRun.Of(move)).ExitCode);
        Assert.Contains(server.Logs.Lines, line => line.Contains("NoCredential", StringComparison.Ordinal));
        string[] told = [.. server.Logs.Lines, .. strict.Logs.Lines, await File.ReadAllTextAsync(Path.Combine(data, "peers.json")), await server.Client.GetStringAsync(new Uri("api/peers", UriKind.Relative))];
        Assert.DoesNotContain(told, text => text.Contains("staple", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Logs.Lines.Concat(strict.Logs.Lines), line => line.Contains("anna", StringComparison.Ordinal));
        Assert.Contains("anna", (await CliRun.Of("peer", "list", "--server", server.Client.BaseAddress!.ToString())).Fine().Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"passcodeFile":"there"}""")]
    [InlineData("""{"name":"anna","tokenFile":"there"}""")]
    [InlineData("""{"name":"anna","passcodeFile":"absent"}""")]
    [InlineData("""{"name":"anna","passcodeFile":"empty"}""")]
    [InlineData("""{"name":"anna","passcodeFile":"../users.json"}""")]
    [InlineData("""{"name":"anna","passcodeFile":".."}""")]
    [InlineData("""{"name":"anna","passcodeFile":"/etc/passwd"}""")]
    [InlineData("""{"tokenFile":"..\\users.json"}""")]
    [InlineData("""{"name":"","passcodeFile":"there"}""")]
    public async Task What_is_no_user_or_names_a_file_elsewhere_is_refused(string user)
    {
        await using var server = await TestServer.Start();
        var folder = Directory.CreateDirectory(Path.Combine(server.Server.Settings.Vault.Folder, PeerSecrets.DefaultName)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "there"), "secret");
        await File.WriteAllTextAsync(Path.Combine(folder, "empty"), "\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "..", "users.json"), "[]");
        Assert.Equal(400, (await Add(user)).Status);
        Assert.Equal(201, (await Add("""{"name":"anna","passcodeFile":"there"}""")).Status);
        Assert.Equal(201, (await Add("""{"tokenFile":"there"}""")).Status);

        Task<(int Status, System.Text.Json.Nodes.JsonNode? Body)> Add(string who) =>
            server.Post("api/peers", Encoding.UTF8.GetBytes($$"""{"aeTitle":"A","host":"h","port":1,"user":{{who}}}"""), "application/json");
    }

    [Fact]
    public async Task The_directory_reads_what_it_was_before_keeps_users_over_a_start_and_reads_no_file_outside()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["peers.json"], """[{"aeTitle":"OLD","host":"h","port":1},{"aeTitle":"NEW","host":"h","port":2,"useTls":true,"user":{"name":"anna","passcodeFile":"../outside"}}]""");
        await File.WriteAllTextAsync(folder["outside"], "secret");
        var peers = PeerDirectory.Load(folder.Path, ["NEW@h:2;tls", "OLD@g:1"]);
        Assert.Equal(new RemotePeer("OLD", "g", 1), peers.Find("OLD"));
        Assert.Equal("anna", peers.Find("NEW")!.User!.Name);
        Assert.Throws<InvalidDataException>(() => peers.Find("NEW")!.Credentials!.UserSource!());
        Assert.Null(PeerDirectory.Load(folder.Path, ["NEW@g:2;tls"]).Find("NEW")!.User); // another host: it is not the one that the passcode is for
    }

    [Fact]
    public void Settings_show_no_secret_when_they_are_written_out()
    {
        var settings = new ArchiveSettings(new ServerOptions(), new HttpOptions { Credential = "basic:anna:" + Passcode }, new NetworkOptions(), new DicomWebOptions(), new VaultOptions(), new AccessPolicyOptions())
        {
            Tls = new TlsOptions { Password = Passcode },
        };
        Assert.Contains(nameof(ServerOptions.DrainSeconds), settings.ToString(), StringComparison.Ordinal); // the others are written out
        Assert.DoesNotContain(Passcode, settings.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_credential_shows_its_kind_alone()
    {
        var peer = new RemotePeer("A", "h", 1) { Credentials = new() { User = UserCredential.Named("anna", Passcode) } };
        Assert.Contains(nameof(UserIdentityType.UsernameAndPasscode), peer.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("anna", peer.ToString(), StringComparison.Ordinal);
    }

    private static string Port(TestServer server) => server.Server.Dicom.Port.ToString(CultureInfo.InvariantCulture);
}
