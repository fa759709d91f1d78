using System.ComponentModel;
using System.Diagnostics;

namespace Archive.Tests.Bundles;

/// <summary>Independent readers of ZIP files, as far as they are installed; Python is always asked.</summary>
internal static class ZipTools
{
    public static void AssertSound(string path)
    {
        Run("python3", "-c", "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); sys.exit(0 if z.testzip() is None else 1)", path);
        foreach (var (tool, arguments) in new[] { ("unzip", (string[])["-tqq", path]), ("zip", ["-qT", path]), ("7z", ["t", path]), ("bsdtar", ["-tf", path]) })
            if (IsInstalled(tool)) Run(tool, arguments);
    }

    /// <summary>The directory only: for files too large to be read in a test.</summary>
    public static void AssertListed(string path) =>
        Run("python3", "-c", "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); sys.exit(0 if z.read('metadata.json.gz') == b'\\x01\\x02\\x03' else 1)", path);

    /// <summary>Without another process: for loops.</summary>
    public static void AssertReadable(string path)
    {
        using var zip = System.IO.Compression.ZipFile.OpenRead(path);
        foreach (var entry in zip.Entries)
        {
            using var stream = entry.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            Assert.Equal(entry.Length, bytes.Length);
            Assert.Equal(entry.Crc32, Concord.Vault.Blobs.Crc32.AppendByTable(0, bytes.ToArray()));
        }
    }

    private static bool IsInstalled(string tool) => File.Exists("/usr/bin/" + tool);

    private static void Run(string tool, params string[] arguments)
    {
        try
        {
            var said = new System.Text.StringBuilder();
            using var process = new Process { StartInfo = new(tool, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true } };
            process.OutputDataReceived += (_, line) => said.AppendLine(line.Data);
            process.ErrorDataReceived += (_, line) => said.AppendLine(line.Data);
            process.Start();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            Assert.True(process.WaitForExit(60_000));
            Assert.True(process.ExitCode == 0, $"{tool} says {process.ExitCode}: {said}");
        }
        catch (Win32Exception missing)
        {
            Assert.Fail($"{tool} is not installed: {missing.Message}");
        }
    }
}
