using Concord.Dicom.Encoding;

namespace Concord.Cli.Listing;

/// <summary>Goes through files one by one; one that cannot be read is a line on error and the next one follows.</summary>
internal static class FileListing
{
    /// <returns>The exit code: failed when any file failed.</returns>
    public static async Task<int> ForEach(IReadOnlyList<string> paths, Terminal terminal, Func<ReadFile, Task> print, CancellationToken cancel)
    {
        var exit = ExitCode.Fine;
        foreach (var path in paths)
        {
            try
            {
                await print(await ReadFile.Load(path, cancel));
            }
            catch (Exception failure) when (failure is DicomFormatException or IOException or UnauthorizedAccessException or CommandException)
            {
                await terminal.Flush(cancel);
                await terminal.Error.WriteLineAsync($"concord: {Printable.Of(path)}: {Printable.Of(failure.Message)}");
                exit = ExitCode.Failed;
            }
        }
        return exit;
    }
}
