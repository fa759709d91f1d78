using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Archive.Tests.Cli;
using Archive.Tests.Receive;
using Concord.Network;
using Concord.Network.ServiceClasses;
using Concord.Server.Settings;
using Concord.Trust.Identity;
using Concord.Trust.Policy;

namespace Archive.Tests.Server.Security;

/// <summary>One identity for DIMSE and the web: users of the file and tokens, right and wrong.</summary>
public sealed class IdentityTests
{
    private const string Passcode = "correct horse battery staple";

    [Fact]
    public async Task A_user_of_the_file_comes_in_over_dimse_and_the_web_and_another_does_not()
    {
        using var folder = new TempFolder();
        await using var server = await Start(folder, settings => settings with { Http = settings.Http with { Users = true } });
        Assert.Equal("ok", await Echo(server, UserCredential.Named("anna", Passcode, wantsConfirmation: true)));
        Assert.Equal("Rejected: The peer rejected the association for good: not authorized, or no reason given.", await Echo(server, UserCredential.Named("anna", "wrong-passcode")));
        Assert.StartsWith("Rejected", await Echo(server, UserCredential.Named("nobody", Passcode)), StringComparison.Ordinal);
        Assert.StartsWith("Rejected", await Echo(server, UserCredential.Named("anna", passcode: null)), StringComparison.Ordinal);
        Assert.StartsWith("Rejected", await Echo(server, null), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, await Get(server, "Basic", Basic("anna", Passcode)));
        Assert.Equal(HttpStatusCode.Unauthorized, await Get(server, "Basic", Basic("anna", "wrong-passcode")));
        Assert.Equal(HttpStatusCode.Unauthorized, await Get(server, "Basic", "no base 64"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Get(server, "Bearer", "a.b.c"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Get("dicom-web/studies")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Get("healthz/live")).StatusCode);
        Assert.DoesNotContain(server.Logs.Lines, line => line.Contains("passcode", StringComparison.Ordinal) || line.Contains("anna", StringComparison.Ordinal) || line.Contains("horse", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Users_change_while_the_server_runs()
    {
        using var folder = new TempFolder();
        await using var server = await Start(folder);
        await AddUser(folder, "bertha", "another one");
        await Becomes("ok", () => Echo(server, UserCredential.Named("bertha", "another one")));
        Assert.Equal("anna\nbertha\n", (await CliRun.Of("user", "list", "--data", folder.Path)).Fine().Output);
        (await CliRun.Of("user", "remove", "bertha", "--data", folder.Path)).Fine();
        await Becomes("Rejected: The peer rejected the association for good: not authorized, or no reason given.", () => Echo(server, UserCredential.Named("bertha", "another one")));
        Assert.Equal(1, (await CliRun.Of("user", "remove", "bertha", "--data", folder.Path)).ExitCode);
        var file = await File.ReadAllTextAsync(folder[UsersFile.DefaultName]);
        Assert.DoesNotContain(Passcode, file, StringComparison.Ordinal);
        Assert.Contains("600000", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_users_that_is_damaged_while_the_server_runs_is_logged_and_locks_nobody_out()
    {
        using var folder = new TempFolder();
        await using var server = await Start(folder);
        await File.WriteAllTextAsync(folder[UsersFile.DefaultName], "[{\"name\":\"anna\"");
        const string line = "The file of Identity:UsersFile has changed and cannot be read (InvalidDataException); what it said before still holds";
        await Becomes("logged", async () =>
        {
            Assert.Equal("ok", await Echo(server, UserCredential.Named("anna", Passcode)));
            return server.Logs.Lines.Any(logged => logged.Contains(line, StringComparison.Ordinal)) ? "logged" : "not yet";
        });
        Assert.DoesNotContain(server.Logs.Lines, logged => logged.Contains("anna", StringComparison.Ordinal) || logged.Contains(folder.Path, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task Tokens_are_believed_only_when_everything_about_them_is_right(bool asKeySet)
    {
        using var folder = new TempFolder();
        using var tokens = new Tokens();
        using var others = new Tokens();
        await File.WriteAllTextAsync(folder["keys"], asKeySet ? tokens.KeySet : tokens.PublicPem);
        await using var server = await Start(folder, settings => settings with { Http = settings.Http with { Users = true }, Identity = WithTokens(settings.Identity, folder["keys"]) });
        foreach (var good in new[] { tokens.Rsa(Tokens.Claims("dr.wang")), tokens.Curve(Tokens.Claims("dr.wang")) })
        {
            Assert.Equal("ok", await Echo(server, UserCredential.Token(good, wantsConfirmation: true)));
            Assert.Equal(HttpStatusCode.OK, await Get(server, "Bearer", good));
        }
        (string Why, string Token)[] wrong =
        [
            ("expired", tokens.Rsa(Tokens.Claims("dr.wang", expiresIn: -120))), ("not yet", tokens.Rsa(Tokens.Claims("dr.wang", begins: 120))),
            ("no end", tokens.Rsa(new { iss = Tokens.Issuer, aud = Tokens.Audience, sub = "dr.wang" })), ("no user", tokens.Rsa(Tokens.Claims(""))),
            ("issuer", tokens.Rsa(Tokens.Claims("dr.wang", issuer: "https://evil.example"))), ("audience", tokens.Rsa(Tokens.Claims("dr.wang", audience: "another"))),
            ("none", Tokens.None(Tokens.Claims("dr.wang"))), ("HMAC with the public key", Tokens.Hmac(Tokens.Claims("dr.wang"), Encoding.ASCII.GetBytes(tokens.PublicPem))),
            ("HMAC with the set's symmetric key", Tokens.Hmac(Tokens.Claims("dr.wang"), "0123456789abcdef0123456789abcdef"u8.ToArray())),
            ("another key", others.Rsa(Tokens.Claims("dr.wang"))), ("changed", Changed(tokens.Rsa(Tokens.Claims("dr.wang")))), ("no token", "nonsense"),
        ];
        foreach (var (why, token) in wrong)
        {
            Assert.True((await Echo(server, UserCredential.Token(token))).StartsWith("Rejected", StringComparison.Ordinal), why);
            Assert.True(await Get(server, "Bearer", token) == HttpStatusCode.Unauthorized, why);
        }
        Assert.DoesNotContain(server.Logs.Lines, line => line.Contains("dr.wang", StringComparison.Ordinal) || line.Contains("eyJ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_verified_user_reaches_the_policy_and_the_origin()
    {
        using var folder = new TempFolder();
        await using var server = await Start(folder, settings =>
        {
            settings.Dicom.UserIdentity = UserIdentityPolicy.Accept;
            return settings with { Policy = new AccessPolicyOptions { StoreUsers = ["anna"] } };
        });
        foreach (var (user, stored) in new[] { (UserCredential.Named("anna", Passcode), true), ((UserCredential?)null, false) })
        {
            var client = new DicomClient(Peer(server, user), new() { StoreRetries = 0 });
            await foreach (var result in client.Store([new SliceToSend(Objects.Slice(stored ? 1 : 2))])) Assert.Equal(stored ? 0 : 0x0124, result.Status.Code);
        }
        Assert.NotEqual(200, (await server.Stow(TestImage.New().Native(TestImage.Pixels(32)))).Status);
        Assert.Single(await server.GetJson("dicom-web/instances"));
    }

    [Fact]
    public async Task Dcmtk_shows_every_kind_of_identity()
    {
        using var folder = new TempFolder();
        using var tokens = new Tokens();
        await File.WriteAllTextAsync(folder["keys"], tokens.PublicPem);
        await File.WriteAllTextAsync(folder["good"], tokens.Rsa(Tokens.Claims("dr.wang")));
        await File.WriteAllTextAsync(folder["bad"], Tokens.None(Tokens.Claims("dr.wang")));
        await File.WriteAllTextAsync(folder["ticket"], "a Kerberos ticket");
        await using var strict = await Start(folder, settings => settings with { Identity = WithTokens(settings.Identity, folder["keys"]) });
        var image = folder["image.dcm"];
        await File.WriteAllBytesAsync(image, TestImage.New().Native(TestImage.Pixels(32)));
        (bool Taken, string[] Arguments)[] kinds =
        [
            (true, ["-usr", "anna", "-pwd", Passcode, "-rsp"]), (false, ["-usr", "anna", "-pwd", "wrong"]), (false, ["-usr", "anna"]), (true, ["--jwt", folder["good"], "-rsp"]),
            (false, ["--jwt", folder["bad"]]), (false, ["-kt", folder["ticket"]]), (false, ["--saml", folder["ticket"]]), (false, []),
        ];
        foreach (var (taken, arguments) in kinds)
        {
            var (exit, text) = await Tool.Run("storescu", [.. arguments, "-R", "-aec", "CONCORD", "127.0.0.1", strict.Server.Dicom.Port.ToString(CultureInfo.InvariantCulture), image]);
            Assert.True(exit == 0 == taken, $"{string.Join(' ', arguments)}: {text}");
            if (!taken) Assert.Contains("Rejected Permanent, Source: Service Provider (ACSE Related)", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_command_line_says_who_calls()
    {
        using var folder = new TempFolder();
        await using var server = await Start(folder);
        var peer = $"CONCORD@127.0.0.1:{server.Server.Dicom.Port}";
        await File.WriteAllTextAsync(folder["passcode"], Passcode + "\n");
        await File.WriteAllTextAsync(folder["wrong"], "wrong\n");
        (await CliRun.Of("echo", "--user", "anna", "--passcode-file", folder["passcode"], "--confirm-user", peer)).Fine();
        Assert.Equal(1, (await CliRun.Of("echo", "--user", "anna", "--passcode-file", folder["wrong"], peer)).ExitCode);
        Assert.Equal(2, (await CliRun.Of("echo", "--passcode-file", folder["passcode"], peer)).ExitCode);
    }

    private static IdentityOptions WithTokens(IdentityOptions options, string keys) =>
        options with { TokenIssuer = Tokens.Issuer, TokenAudience = Tokens.Audience, TokenKeysFile = keys };

    private static async Task<TestServer> Start(TempFolder folder, Func<ArchiveSettings, ArchiveSettings>? change = null)
    {
        await AddUser(folder, "anna", Passcode);
        return await TestServer.Start(settings =>
        {
            settings.Dicom.UserIdentity = UserIdentityPolicy.Require;
            settings = settings with { Identity = new IdentityOptions { UsersFile = folder[UsersFile.DefaultName], FailuresBeforeWaiting = 1000 } };
            return change?.Invoke(settings) ?? settings;
        });
    }

    private static async Task AddUser(TempFolder folder, string name, string passcode)
    {
        await File.WriteAllTextAsync(folder["input"], passcode + "\n");
        (await CliRun.Of("user", "add", name, "--data", folder.Path, "--passcode-file", folder["input"])).Fine();
    }

    private static RemotePeer Peer(TestServer server, UserCredential? user) => new("CONCORD", "127.0.0.1", server.Server.Dicom.Port) { Credentials = new() { User = user } };

    private static async Task<string> Echo(TestServer server, UserCredential? user)
    {
        try
        {
            return (await new DicomClient(Peer(server, user), new() { ResponseSeconds = 20 }).Echo(default)).IsSuccess ? "ok" : "failed";
        }
        catch (AssociationException failure)
        {
            return $"{failure.Failure}: {failure.Message}";
        }
    }

    private static async Task<HttpStatusCode> Get(TestServer server, string scheme, string parameter)
    {
        using var answer = await server.Get("dicom-web/studies", headers: headers => headers.Authorization = new AuthenticationHeaderValue(scheme, parameter));
        return answer.StatusCode == HttpStatusCode.NoContent ? HttpStatusCode.OK : answer.StatusCode;
    }

    private static string Basic(string user, string passcode) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{passcode}"));

    private static string Changed(string token)
    {
        var parts = token.Split('.');
        parts[1] = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Tokens.Claims("admin")));
        return string.Join('.', parts);
    }

    private static async Task Becomes(string expected, Func<Task<string>> ask)
    {
        for (var tries = 0; await ask() is var answer && answer != expected; tries++)
        {
            Assert.True(tries < 500, answer);
            await Task.Delay(20);
        }
    }
}
