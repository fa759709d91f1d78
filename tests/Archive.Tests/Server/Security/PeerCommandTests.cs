using System.Globalization;
using Archive.Tests.Cli;
using Concord.Trust.Identity;

namespace Archive.Tests.Server.Security;

/// <summary><c>concord peer</c> against a server that wants users, over HTTPS with a certificate of a private authority.</summary>
public sealed class PeerCommandTests(TestCertificates certificates) : IClassFixture<TestCertificates>
{
    private const string Passcode = "correct horse battery staple";

    [Fact]
    public async Task A_user_adds_lists_and_removes_peers_over_https_and_nobody_else_does()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["right"], Passcode + "\n");
        await File.WriteAllTextAsync(folder["wrong"], "another staple\n");
        await using var server = await Start(folder);
        var address = string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{server.Server.Https!.Port}");
        string[] web = ["--server", address, "--tls-ca", certificates["ca.pem"]];
        string[] anna = [.. web, "--user", "anna", "--passcode-file", folder["right"]];
        (await CliRun.Of(["peer", "add", "WS@ws.example:104", .. anna])).Fine();
        Assert.Contains("ws.example", (await CliRun.Of(["peer", "list", .. anna])).Fine().Output, StringComparison.Ordinal);
        foreach (var nobody in (string[][])[["peer", "list", .. web], ["peer", "add", "X@x:1", .. web], ["peer", "remove", "WS", .. web], ["peer", "list", .. web, "--user", "anna", "--passcode-file", folder["wrong"]]])
            Assert.Equal("concord: the server refuses (401): it wants to know who asks: --user and --passcode-file, or --token-file\n", await Refused(nobody));
        Assert.StartsWith("concord: no TLS with the server: ", await Refused("peer", "list", "--server", address, "--user", "anna", "--passcode-file", folder["right"]), StringComparison.Ordinal);
        (await CliRun.Of(["peer", "remove", "WS", .. anna])).Fine();
        Assert.DoesNotContain("ws.example", (await CliRun.Of(["peer", "list", .. anna])).Fine().Output, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Logs.Lines, line => line.Contains("staple", StringComparison.Ordinal) || line.Contains("anna", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_comes_in_as_the_credential_of_the_settings()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["token"], "0123456789abcdef\n");
        await File.WriteAllTextAsync(folder["no-token"], "a secret\nof two lines\n");
        await using var server = await TestServer.Start(settings => settings with { Http = settings.Http with { Credential = "bearer:0123456789abcdef" } });
        string[] list = ["peer", "list", "--server", server.Client.BaseAddress!.ToString()];
        (await CliRun.Of([.. list, "--token-file", folder["token"]])).Fine();
        Assert.Contains("(401)", await Refused(list), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", await Refused([.. list, "--token-file", folder["no-token"]]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--user", "anna")]
    [InlineData("--passcode-file", "x")]
    [InlineData("--user", "anna", "--passcode-file", "x", "--token-file", "y")]
    [InlineData("--user", "an:na", "--passcode-file", "x")]
    [InlineData("--tls-key", "x")]
    [InlineData("--user", "anna", "--passcode-file", "x", "--server", "http://pacs.example")] // in the clear, over a network
    [InlineData("--token-file", "x", "--server", "http://10.1.2.3:8080")]
    public async Task What_cannot_be_meant_is_said(params string[] options)
    {
        var run = await CliRun.Of(["peer", "list", .. options]);
        Assert.Equal(2, run.ExitCode);
        Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task<string> Refused(params string[] arguments)
    {
        var run = await CliRun.Of(arguments);
        Assert.Equal(1, run.ExitCode);
        return run.Errors;
    }

    private async Task<TestServer> Start(TempFolder folder)
    {
        (await CliRun.Of("user", "add", "anna", "--data", folder.Path, "--passcode-file", folder["right"])).Fine();
        return await SecureServer.Start(certificates, change: settings => settings with
        {
            Http = settings.Http with { Users = true },
            Identity = new IdentityOptions { UsersFile = folder[UsersFile.DefaultName], FailuresBeforeWaiting = 1000 },
        });
    }
}
