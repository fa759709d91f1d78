using System.Globalization;
using Concord.Cli.Sources;
using Spectre.Console;

namespace Concord.Cli.Sending;

/// <summary>Draws how far sending has come, where a person watches.</summary>
internal static class StoreProgress
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs the work under a progress bar over all bytes found.</summary>
    public static Task<string?> Watch(Terminal terminal, IReadOnlyList<string> paths, SendTally tally, Func<Task<string?>> work, CancellationToken cancel)
    {
        var (objects, bytes) = Count(paths);
        return terminal.Drawing().Progress().HideCompleted(false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(async drawing =>
            {
                var task = drawing.AddTask("sending", maxValue: Math.Max(1, bytes));
                var sending = work();
                while (!sending.IsCompleted)
                {
                    await Task.WhenAny(sending, Task.Delay(Step, TimeProvider.System, cancel));
                    task.Value = tally.Seen.Bytes;
                    task.Description = string.Create(CultureInfo.InvariantCulture, $"{tally.Seen.Objects} of {objects}");
                }
                return await sending;
            });
    }

    private static (long Objects, long Bytes) Count(IReadOnlyList<string> paths)
    {
        using var walk = new SourceWalk(static _ => { }); // told when it is walked to be sent
        long objects = 0, bytes = 0;
        foreach (var entry in walk.Entries(paths)) (objects, bytes) = (objects + 1, bytes + entry.Length);
        return (objects, bytes);
    }
}
