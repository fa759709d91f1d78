using Concord.Dicom.Encoding;

namespace Concord.Cli.Listing;

/// <summary>Prints files and all in folders, several at a time, in their order; one that cannot be read is a line on error and the next one follows.</summary>
/// <param name="print">Writes one file; called from any thread.</param>
internal sealed class FileListing(Terminal terminal, Action<ReadFile, Stream> print)
{
    /// <summary>Larger files, and files that print as more, bytes, are not printed ahead of their turn, and then straight to the output.</summary>
    private const int LargestAhead = 32 << 20;

    /// <summary>Files printed ahead, a processor. With <see cref="LargestAhead"/> this bounds the memory.</summary>
    private const int AheadPerProcessor = 2, MostAhead = 32;

    private bool _hasFailed;

    /// <returns>The exit code: failed when any file failed.</returns>
    public async Task<int> Run(IEnumerable<string> paths, CancellationToken cancel)
    {
        var ahead = Math.Min(MostAhead, Environment.ProcessorCount * AheadPerProcessor);
        var turns = new Queue<(string Path, Task<Printed?>? Ahead)>();
        foreach (var path in paths.SelectMany(FilesOf))
        {
            cancel.ThrowIfCancellationRequested();
            turns.Enqueue((path, IsLarge(path) ? null : Task.Run(() => Print(path), cancel)));
            if (turns.Count > ahead) await Show(turns.Dequeue(), cancel);
        }
        while (turns.TryDequeue(out var turn)) await Show(turn, cancel);
        return _hasFailed ? ExitCode.Failed : ExitCode.Fine;
    }

    /// <summary>The file itself, or the files of a folder and those below it, by name.</summary>
    private static IEnumerable<string> FilesOf(string path)
    {
        if (!Directory.Exists(path)) return [path];
        var children = new DirectoryInfo(path).EnumerateFileSystemInfos().OrderBy(child => child.Name, StringComparer.Ordinal);
        return children.SelectMany(child => child switch
        {
            DirectoryInfo { LinkTarget: not null } => [], // a link may lead round in a circle
            DirectoryInfo => FilesOf(Path.Combine(path, child.Name)),
            _ => [Path.Combine(path, child.Name)],
        });
    }

    private static bool IsLarge(string path) => new FileInfo(path) is { Exists: true, Length: > LargestAhead };

    /// <summary>Null when it would print more than is held.</summary>
    private Printed? Print(string path)
    {
        var output = new BoundedOutput(LargestAhead);
        try
        {
            return TryPrint(path, output) is { } failure ? new(new MemoryStream(), failure) : new(output.Written, null);
        }
        catch (BoundedOutput.FullException)
        {
            return null;
        }
    }

    private string? TryPrint(string path, Stream output)
    {
        try
        {
            using var file = ReadFile.Load(path);
            print(file, output);
            return null;
        }
        catch (Exception failure) when (failure is DicomFormatException or IOException or UnauthorizedAccessException or CommandException)
        {
            return failure.Message;
        }
    }

    private async Task Show((string Path, Task<Printed?>? Ahead) turn, CancellationToken cancel)
    {
        var output = await terminal.OpenBinary(cancel);
        var printed = turn.Ahead is { } ahead ? await ahead : null;
        printed ??= new(new MemoryStream(), TryPrint(turn.Path, output));
        if (printed.Failure is null)
        {
            await output.WriteAsync(printed.Output.GetBuffer().AsMemory(0, (int)printed.Output.Length), cancel);
            return;
        }
        _hasFailed = true;
        await output.FlushAsync(cancel);
        await terminal.Error.WriteLineAsync($"concord: {Printable.Of(turn.Path)}: {Printable.Of(printed.Failure)}");
    }

    private sealed record Printed(MemoryStream Output, string? Failure);
}
