using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Concord.Network;

namespace Dicom.Tests.Network.Support;

/// <summary>DCMTK's storescp on a free port, writing what comes bit by bit.</summary>
internal sealed class StoreScp : IAsyncDisposable
{
    private readonly Process _process;

    private StoreScp(Process process, int port) => (_process, Port) = (process, port);

    internal int Port { get; }

    /// <param name="syntaxes">Its option that says what it accepts: all, unless told.</param>
    internal static async Task<StoreScp> Start(string folder, string syntaxes = "+xa")
    {
        for (var tries = 0; ; tries++)
        {
            var port = FreePort();
            var start = new ProcessStartInfo("/usr/bin/storescp") { UseShellExecute = false };
            foreach (var argument in new[] { syntaxes, "-B", "-od", folder, $"{port}" }) start.ArgumentList.Add(argument);
            var scp = new StoreScp(Process.Start(start)!, port);
            if (await scp.Answers()) return scp;
            await scp.DisposeAsync();
            Assert.True(tries < 3, "storescp does not start");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>storescp takes no port 0: another may take the port between here and its start, then a new one is tried.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> Answers()
    {
        var client = new DicomClient(new("STORESCP", "127.0.0.1", Port), new() { ResponseSeconds = 5 });
        for (var tries = 0; tries < 100 && !_process.HasExited; tries++)
        {
            try
            {
                return (await client.Echo(default)).IsSuccess;
            }
            catch (AssociationException)
            {
                await Task.Delay(50);
            }
        }
        return false;
    }
}
