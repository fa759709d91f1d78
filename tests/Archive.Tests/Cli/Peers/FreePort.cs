using System.Net;
using System.Net.Sockets;

namespace Archive.Tests.Cli.Peers;

/// <summary>A port that nobody listens on.</summary>
internal static class FreePort
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20), Pause = TimeSpan.FromMilliseconds(20);

    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Returns when somebody listens.</summary>
    public static async Task WaitForListener(int port)
    {
        using var limit = new CancellationTokenSource(Longest);
        using var tick = new PeriodicTimer(Pause);
        while (!await Answers(port)) await tick.WaitForNextTickAsync(limit.Token);
    }

    private static async Task<bool> Answers(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
