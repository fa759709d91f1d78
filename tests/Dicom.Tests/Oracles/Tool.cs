using System.Diagnostics;

namespace Dicom.Tests.Oracles;

/// <summary>What another toolkit's program said of one file.</summary>
internal sealed record Tool(int ExitCode, byte[] Output, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>The programs that the comparisons need; a machine without one says so.</summary>
    public static string? Missing(params string[] programs) => Array.Find(programs, program => !File.Exists(program.StartsWith('/') ? program : "/usr/bin/" + program));

    /// <summary>Runs a program of <c>/usr/bin</c> to its end; kills it when its time is up.</summary>
    public static async Task<Tool> Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/" + program) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        var buffer = new MemoryStream();
        var output = process.StandardOutput.BaseStream.CopyToAsync(buffer, limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            await output;
            return new(process.ExitCode, buffer.ToArray(), await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Runs the work on every file, as many at once as there are cores.</summary>
    public static Task ForEach<T>(IEnumerable<T> files, Func<T, Task> work) =>
        Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (file, _) => await work(file));
}
