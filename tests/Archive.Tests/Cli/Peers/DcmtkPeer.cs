using System.Diagnostics;

namespace Archive.Tests.Cli.Peers;

/// <summary>A DCMTK server on a port of its own; ended with the test.</summary>
internal sealed class DcmtkPeer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _output;

    private DcmtkPeer(Process process, string aeTitle, int port, string folder)
    {
        (_process, Port, Name, Folder) = (process, port, $"{aeTitle}@127.0.0.1:{port}", folder);
        _output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()); // a full pipe would stop it
    }

    public int Port { get; }

    /// <summary><c>AE@HOST:PORT</c>.</summary>
    public string Name { get; }

    /// <summary>Where it keeps what it takes.</summary>
    public string Folder { get; }

    public IReadOnlyList<string> Files => [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>storescp, which keeps the bytes as they come.</summary>
    public static Task<DcmtkPeer> StoreScp(string folder, params string[] more)
    {
        Directory.CreateDirectory(folder);
        var port = FreePort.Find();
        return Started(Tool.Start("storescp", ["--fork", "+xa", "+B", "-aet", "SINK", "-od", folder, .. more, port.ToString(System.Globalization.CultureInfo.InvariantCulture)]), "SINK", port, folder);
    }

    /// <summary>dcmqrscp with an empty database.</summary>
    public static async Task<DcmtkPeer> QrScp(string folder)
    {
        Directory.CreateDirectory(folder);
        var port = FreePort.Find();
        var settings = folder + ".cfg";
        await File.WriteAllTextAsync(settings, $"""
            NetworkTCPPort = {port}
            MaxPDUSize = 16384
            MaxAssociations = 16
            HostTable BEGIN
            HostTable END
            VendorTable BEGIN
            VendorTable END
            AETable BEGIN
            QR {folder} RW (100, 512mb) ANY
            AETable END

            """);
        return await Started(Tool.Start("dcmqrscp", "-c", settings), "QR", port, folder);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
#pragma warning disable VSTHRD003 // begun with this object
        await _output;
#pragma warning restore VSTHRD003
        _process.Dispose();
    }

    private static async Task<DcmtkPeer> Started(Process process, string aeTitle, int port, string folder)
    {
        var peer = new DcmtkPeer(process, aeTitle, port, folder);
        await FreePort.WaitForListener(port);
        return peer;
    }
}
