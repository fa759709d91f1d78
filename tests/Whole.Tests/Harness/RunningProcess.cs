using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Whole.Tests.Harness;

/// <summary>A program that stays: its lines are kept, and it does not outlive the test.</summary>
internal sealed class RunningProcess : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<int, Process> Living = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string> Found)> _waiting = [];
    private readonly Process _process;
    private readonly Task _ended;

    static RunningProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) => KillAll();

    private RunningProcess(Process process)
    {
        _process = process;
        Id = process.Id;
        Living[Id] = process;
        process.OutputDataReceived += (_, e) => Take(e.Data);
        process.ErrorDataReceived += (_, e) => Take(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _ended = process.WaitForExitAsync();
    }

    public int Id { get; }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Everything the program said, both streams.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    public string Tail => string.Join('\n', _lines.TakeLast(60));

    public static RunningProcess Start(string program, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder ?? Repository.Root };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["TCP_NODELAY"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return new(Process.Start(start) ?? throw new InvalidOperationException("could not start " + program));
    }

    /// <summary>The first line, said before or yet to come, that is wanted; fails with what was said instead.</summary>
    public async Task<string> WaitForLine(Func<string, bool> wanted, TimeSpan timeout)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_waiting)
        {
            if (_lines.FirstOrDefault(wanted) is { } line) return line;
            _waiting.Add((wanted, found));
        }

        using var limit = new CancellationTokenSource();
#pragma warning disable VSTHRD003 // the task of this process, begun with it
        var first = await Task.WhenAny(found.Task, _ended, Task.Delay(timeout, limit.Token));
#pragma warning restore VSTHRD003
        await limit.CancelAsync();
        if (first == found.Task || found.Task.IsCompleted) return await found.Task;
        throw new TimeoutException($"{(HasExited ? $"ended with {ExitCode}" : $"said nothing of the kind in {timeout.TotalSeconds:0} s")}:\n{Tail}");
    }

    public async Task<int> WaitForExit(TimeSpan timeout)
    {
        try
        {
#pragma warning disable VSTHRD003 // the task of this process, begun with it
            await _ended.WaitAsync(timeout);
#pragma warning restore VSTHRD003
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"still running after {timeout.TotalSeconds:0} s:\n{Tail}", e);
        }

        return _process.ExitCode;
    }

    /// <summary>SIGKILL: nothing of the program runs any more when this returns.</summary>
    public async Task Kill()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await WaitForExit(TimeSpan.FromSeconds(10));
        Living.TryRemove(Id, out _);
    }

    /// <summary>SIGTERM, then waits for the end.</summary>
    public async Task<int> Terminate(TimeSpan timeout)
    {
        if (!_process.HasExited) await ToolRun.Run("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
        var code = await WaitForExit(timeout);
        Living.TryRemove(Id, out _);
        return code;
    }

    /// <summary>A size of <c>/proc/PID/status</c> (VmRSS now, VmHWM the highest so far), bytes.</summary>
    public long Memory(string name = "VmHWM")
    {
        var line = File.ReadLines($"/proc/{Id}/status").First(l => l.StartsWith(name + ":", StringComparison.Ordinal));
        return long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        _process.Dispose();
    }

    private static void KillAll()
    {
        foreach (var process in Living.Values)
            if (!process.HasExited) process.Kill(entireProcessTree: true);
    }

    private void Take(string? line)
    {
        if (line is null) return;
        lock (_waiting)
        {
            _lines.Enqueue(line);
            foreach (var (wanted, found) in _waiting)
                if (wanted(line)) found.TrySetResult(line);
        }
    }
}
