using System.Diagnostics;
using System.Text;

namespace Whole.Tests.Harness;

/// <summary>What a program that ran to its end said.</summary>
internal sealed record ToolRun(string Command, int ExitCode, string Output, string Errors)
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(120);

    /// <summary>Both streams, for programs that do not care which they use.</summary>
    public string All => Output + Errors;

    /// <summary>Runs a program; kills it with all its children when the time is up.</summary>
    public static async Task<ToolRun> Run(string program, IEnumerable<string> arguments, TimeSpan? timeout = null, string? folder = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false,
            WorkingDirectory = folder ?? Repository.Root, StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["TCP_NODELAY"] = "1";            // Debian's DCMTK leaves Nagle on; 40 ms for each message otherwise
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("could not start " + program);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(timeout ?? DefaultTimeout);
        var command = program + " " + string.Join(' ', start.ArgumentList.Select(a => a.Length > 200 ? a[..200] + "…" : a).Take(30));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"did not end in time: {command}\n{await output}\n{await errors}", e);
        }

        return new(command, process.ExitCode, await output, await errors);
    }

    /// <summary>This run, or a test failure that shows all the program said.</summary>
    public ToolRun Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Command}\n{Output}\n{Errors}");
        return this;
    }
}
