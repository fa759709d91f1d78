using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Archive.Tests.Faults;

/// <summary>The library that stands between a process and the disk: compiled when it is first needed, loaded into processes of their own.</summary>
internal static class DiskShim
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);
    private static readonly Lazy<string> Compiled = new(Compile);
    private static readonly Lazy<nint> Loaded = new(NativeLibrary.GetMainProgramHandle);

    /// <summary>Runs this assembly's own program with the library before everything else; its output.</summary>
    public static async Task<string> Run(string root, string? trace, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(DiskShim).Assembly.Location, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LD_PRELOAD"] = Compiled.Value;
        start.Environment["CONCORD_DISK_ROOT"] = root;
        if (trace is not null) start.Environment["CONCORD_DISK_TRACE"] = trace;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync().WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await errors}\n{await output}");
        return await output;
    }

    /// <summary>In such a process: calls of the archive's own into the C library pass here too.</summary>
    public static void Enter() => NativeLibrary.SetDllImportResolver(typeof(Concord.Vault.Receive.InstanceVault).Assembly, (name, _, _) => name == "libc" ? Loaded.Value : 0);

    /// <summary>Writes a word into the trace: everything before it had happened when it was said.</summary>
    public static unsafe void Mark(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text + "\0");
        fixed (byte* start = bytes) ((delegate* unmanaged<byte*, void>)NativeLibrary.GetExport(Loaded.Value, "concord_disk_mark"))(start);
    }

    /// <summary>From now on operations of these kinds on paths with that part are counted; those from <paramref name="first"/> on fail. How many failed since the last call.</summary>
    public static unsafe long Fault(IEnumerable<OperationKind> kinds, string path, long first, long times, int errno, long delayMicroseconds = 0)
    {
        var mask = kinds.Aggregate(0u, (sum, kind) => sum | (1u << (int)kind));
        fixed (byte* start = System.Text.Encoding.UTF8.GetBytes(path + "\0"))
            return ((delegate* unmanaged<uint, byte*, nint, nint, int, nint, nint>)NativeLibrary.GetExport(Loaded.Value, "concord_disk_fault"))(mask, start, (nint)first, (nint)times, errno, (nint)delayMicroseconds);
    }

    /// <summary>Nothing fails any more. How many failed.</summary>
    public static long Calm() => Fault([], "", 0, 0, 0);

    /// <summary>How many operations were counted since <see cref="Fault"/>.</summary>
    public static unsafe long Seen() => ((delegate* unmanaged<nint>)NativeLibrary.GetExport(Loaded.Value, "concord_disk_seen"))();

    private static string Compile()
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("disktrace.c")!;
        using var reader = new StreamReader(resource);
        var source = reader.ReadToEnd();
        var folder = Path.Combine(Path.GetTempPath(), "concord-disktrace-" + Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(source)))[..16]);
        var library = Path.Combine(folder, "disktrace.so");
        if (File.Exists(library)) return library;
        Directory.CreateDirectory(folder);
        var own = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        File.WriteAllText(own + ".c", source);
        using var compiler = Process.Start(new ProcessStartInfo("cc", ["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", own + ".so", own + ".c", "-ldl", "-lpthread"]) { UseShellExecute = false, RedirectStandardError = true })!;
        var errors = compiler.StandardError.ReadToEnd();
        compiler.WaitForExit();
        if (compiler.ExitCode != 0) throw new InvalidOperationException("disktrace.c does not compile:\n" + errors);
        File.Delete(own + ".c");
        File.Move(own + ".so", library, overwrite: true);
        return library;
    }
}
