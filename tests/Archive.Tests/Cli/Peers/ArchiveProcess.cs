using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Archive.Tests.Cli.Peers;

/// <summary>A Concord server in a process of its own.</summary>
internal sealed partial class ArchiveProcess : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Task _output;

    private ArchiveProcess(Process process, Match ready)
    {
        _process = process;
        (Name, Address) = (ready.Groups["dicom"].Value, ready.Groups["http"].Value);
        _output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    /// <summary><c>AE@HOST:PORT</c>.</summary>
    public string Name { get; }

    /// <summary><c>http://HOST:PORT/</c>.</summary>
    public string Address { get; }

    public static async Task<ArchiveProcess> Start(string data, params string[] more)
    {
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        var program = Path.Combine(CliCorpus.Root, "src", "Concord.Server", "bin", configuration, "net10.0", "Concord.Server.dll");
        var process = Tool.Start("dotnet", [program, "--data", data, "--http", "0", "--dicom", "0", .. more]);
        using var limit = new CancellationTokenSource(Longest);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            if (ReadyLine().Match(line) is { Success: true } ready) return new(process, ready);
        throw new InvalidOperationException("the server does not start: " + await process.StandardError.ReadToEndAsync(limit.Token));
    }

    /// <summary>SIGTERM, and the end.</summary>
    public async Task Stop()
    {
        if (_process.HasExited) return;
        await Tool.Run("kill", "-TERM", _process.Id.ToString(CultureInfo.InvariantCulture));
        using var limit = new CancellationTokenSource(Longest);
        await _process.WaitForExitAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
#pragma warning disable VSTHRD003 // begun with this object
        await _output;
#pragma warning restore VSTHRD003
        _process.Dispose();
    }

    [GeneratedRegex(@"^Concord is ready: .*?(?<http>http://[^ ]+/).*?(?<dicom>[^ @]+@[^ ,]+:\d+)", RegexOptions.None, 1000)]
    private static partial Regex ReadyLine();
}
