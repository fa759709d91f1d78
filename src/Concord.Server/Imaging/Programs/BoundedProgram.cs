using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Concord.Server.Imaging.Programs;

/// <summary>Runs a program once on bytes that nobody has looked at, within limits.</summary>
internal static class BoundedProgram
{
    private const int ReadBytes = 64 << 10;

    /// <summary>Sets the limits, then becomes the program; no core files, no files written.</summary>
    private const string Script = "ulimit -c 0; ulimit -f 0; ulimit -v \"$1\"; ulimit -t \"$2\"; shift 2; exec \"$@\" 2>/dev/null";

    /// <summary>What it wrote to its standard output; null when it failed, took too long or wrote too much.</summary>
    /// <param name="writeInput">Writes its standard input; it may stop reading before the end.</param>
    public static async Task<ReadOnlyMemory<byte>?> Run(
        string program, IReadOnlyList<string> arguments, Func<Stream, CancellationToken, Task> writeInput, ProgramLimits limits, TimeProvider time, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(limits.Seconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        using var process = new Process { StartInfo = StartOf(program, arguments, limits) };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }
        try
        {
            var feeding = Feed(process, writeInput, either.Token);
            var output = await ReadOutput(process.StandardOutput.BaseStream, limits.MaxOutputBytes, either.Token);
            if (output is null) return null;
            await feeding;
            await process.WaitForExitAsync(either.Token);
            if (process.ExitCode != 0 || output.Length == 0) return null;
            return output.GetBuffer().AsMemory(0, (int)output.Length);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null; // it took too long
        }
        finally
        {
            End(process);
        }
    }

    private static ProcessStartInfo StartOf(string program, IReadOnlyList<string> arguments, ProgramLimits limits)
    {
        var memory = (limits.MaxMemoryBytes >> 10).ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "sh", memory, limits.Seconds.ToString(CultureInfo.InvariantCulture), program, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = "/",
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin:/bin";
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    private static async Task Feed(Process process, Func<Stream, CancellationToken, Task> writeInput, CancellationToken cancel)
    {
        try
        {
            await using var input = process.StandardInput.BaseStream;
            await writeInput(input, cancel);
        }
        catch (IOException)
        {
            // it has read all that it wants: what it wrote, and its exit code, say whether that was well
        }
    }

    private static async Task<MemoryStream?> ReadOutput(Stream stream, int maxBytes, CancellationToken cancel)
    {
        var output = new MemoryStream();
        var buffer = new byte[ReadBytes];
        while (await stream.ReadAsync(buffer, cancel) is > 0 and var read)
        {
            if (output.Length + read > maxBytes) return null;
            await output.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
        return output;
    }

    private static void End(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // it ended in this very moment
        }
    }
}
