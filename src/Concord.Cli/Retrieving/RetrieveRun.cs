using System.Globalization;
using Concord.Cli.Sending;
using Concord.Network.Dimse;
using Concord.Network.ServiceClasses;
using Spectre.Console;

namespace Concord.Cli.Retrieving;

/// <summary>Follows a C-GET or C-MOVE to its end and tells how it went.</summary>
internal static class RetrieveRun
{
    /// <returns>The last response.</returns>
    /// <exception cref="CommandException">The peer ended without one.</exception>
    public static async Task<RetrieveProgress> Follow(IAsyncEnumerable<RetrieveProgress> responses, Terminal terminal)
    {
        RetrieveProgress? last = null;
        if (!terminal.IsWatched)
        {
            await foreach (var response in responses) last = response;
        }
        else
        {
            await terminal.Drawing().Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).StartAsync(async drawing =>
            {
                var task = drawing.AddTask("retrieving");
                await foreach (var response in responses)
                {
                    last = response;
                    if (response.SubOperations is { } counts) Draw(task, counts);
                }
            });
        }
        return last ?? throw new CommandException("the peer ended without an answer");
    }

    /// <summary>Failures as lines on error; the exit code.</summary>
    public static int Conclude(string verb, RetrieveProgress last, Terminal terminal)
    {
        foreach (var failed in last.FailedSopInstanceUids) terminal.Error.WriteLine($"concord: {failed}: not retrieved");
        var counts = last.SubOperations;
        if (!last.Status.IsSuccess) terminal.Error.WriteLine($"concord: {verb}: {SendTally.Explain(last.Status)}");
        return last.Status.IsFailure || last.Status.Code == DimseStatus.Cancel.Code || counts is { Failed: > 0 } || last.FailedSopInstanceUids.Count > 0 ? ExitCode.Failed : ExitCode.Fine;
    }

    public static string Counts(SubOperations counts)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{counts.Completed + counts.Warning} completed, {counts.Failed} failed");
        return counts.Warning > 0 ? text + string.Create(CultureInfo.InvariantCulture, $", {counts.Warning} with a warning") : text;
    }

    private static void Draw(ProgressTask task, SubOperations counts)
    {
        var done = counts.Completed + counts.Failed + counts.Warning;
        task.MaxValue = Math.Max(1, done + (counts.Remaining ?? 0));
        task.Value = done;
        task.Description = string.Create(CultureInfo.InvariantCulture, $"{done} of {done + (counts.Remaining ?? 0)}");
    }
}
