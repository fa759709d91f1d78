using System.Net;
using System.Net.Sockets;

namespace Whole.Tests.Harness;

/// <summary>Ports for programs that cannot pick one themselves.</summary>
internal static class Ports
{
    private static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(30);

    /// <summary>A port that was free a moment ago.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Returns when something listens there; fails when the program ended instead.</summary>
    public static async Task WaitUntilOpen(int port, RunningProcess program)
    {
        using var limit = new CancellationTokenSource(OpenTimeout);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            Assert.False(program.HasExited, "ended at once:\n" + program.Tail);
            using var probe = new TcpClient();
            try
            {
                await probe.ConnectAsync(IPAddress.Loopback, port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                await pace.WaitForNextTickAsync(limit.Token);
            }
        }
    }
}
