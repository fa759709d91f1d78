using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Whole.Tests.Harness;

namespace Whole.Tests.Commands;

/// <summary><c>./run</c>: what a person who starts it sees, also when it cannot start.</summary>
public sealed class RunTests
{
    /// <summary>A first start may build; afterwards a start takes seconds.</summary>
    private static readonly TimeSpan FirstStart = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan QuickStart = TimeSpan.FromSeconds(20);
    private static readonly string Program = Repository.At("run");

    [Fact]
    public async Task Run_starts_says_where_it_is_and_ends_clean_on_SIGTERM()
    {
        using var folder = new TempFolder("run");
        await Start(folder["data"], FirstStart);
        var watch = Stopwatch.StartNew();
        await Start(folder["data"], QuickStart);
        Assert.True(watch.Elapsed < QuickStart, $"the second start took {watch.Elapsed.TotalSeconds:0} s");
    }

    [Fact]
    public async Task A_taken_port_is_one_line_and_an_exit_code()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        using var folder = new TempFolder("run");
        await AssertRefuses(port, "--data", folder["data"], "--http", port, "--dicom", "0");
        await AssertRefuses(port, "--data", folder["data"], "--http", "0", "--dicom", port);
    }

    [Fact]
    public async Task A_folder_in_use_is_one_line_and_an_exit_code()
    {
        await using var concord = await ConcordServer.Start();
        await AssertRefuses(concord.Data, "--data", concord.Data, "--http", "0", "--dicom", "0");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_one_line_and_an_exit_code()
    {
        using var folder = new TempFolder("run");
        await File.WriteAllTextAsync(folder["data"], "a file in the place of the folder");
        await AssertRefuses(folder["data"], "--data", folder["data"], "--http", "0", "--dicom", "0");
    }

    [Fact]
    public async Task A_bad_argument_is_one_line_and_an_exit_code() => await AssertRefuses("--no-such-thing", "--no-such-thing");

    [Fact]
    public async Task Listening_beyond_loopback_without_a_credential_is_refused()
    {
        using var folder = new TempFolder("run");
        await AssertRefuses("0.0.0.0", "--data", folder["data"], "--http", "0", "--dicom", "0", "--bind", "0.0.0.0");
        await using var insecure = await ConcordServer.StartOn(folder["data"], "--bind", "0.0.0.0", "--insecure");
    }

    [Fact]
    public async Task Health_answers()
    {
        await using var concord = await ConcordServer.Start();
        foreach (var path in new[] { "/healthz/live", "/healthz/ready" })
        {
            using var answer = await concord.Web.Client.GetAsync(new Uri(concord.Http, path));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private static async Task Start(string data, TimeSpan within)
    {
        await using var run = RunningProcess.Start(Program, ["--data", data, "--http", "0", "--dicom", "0"]);
        var ready = await run.WaitForLine(l => l.StartsWith("Concord is ready: ", StringComparison.Ordinal), within);
        Assert.Contains("http://127.0.0.1:", ready, StringComparison.Ordinal);
        Assert.Contains("CONCORD@127.0.0.1:", ready, StringComparison.Ordinal);
        Assert.Equal(0, await run.Terminate(ConcordServer.StopTimeout));
        Assert.Single(run.Lines, l => l.StartsWith("Concord is ready: ", StringComparison.Ordinal));
    }

    private static async Task AssertRefuses(string names, params string[] arguments)
    {
        (await ToolRun.Run(Program, ["--setup-only"], FirstStart)).Succeeded();
        var run = await ToolRun.Run(Program, arguments);
        Assert.NotEqual(0, run.ExitCode);
        var line = Assert.Single(run.Errors.Trim().Split('\n'));
        Assert.Contains(names, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.All, StringComparison.Ordinal);
    }
}
