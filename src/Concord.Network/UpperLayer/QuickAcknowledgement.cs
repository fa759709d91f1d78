using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Concord.Network.UpperLayer;

/// <summary>Acknowledges received bytes at once where the system lets us (Linux, TCP_QUICKACK).</summary>
/// <remarks>Many peers leave Nagle's algorithm on and write a command and its data set apart: their second write waits for the acknowledgement
/// of the first, which a receiver that has nothing to send delays by 40 ms. That would be the price of every single image.</remarks>
internal readonly struct QuickAcknowledgement(ConnectionContext transport)
{
    private const int TcpLevel = 6;
    private const int TcpQuickAck = 12;
    private readonly Socket? _socket = OperatingSystem.IsLinux() ? transport.Features.Get<IConnectionSocketFeature>()?.Socket : null;

    /// <summary>The mode does not last: ask anew before each wait for bytes.</summary>
    public void Ask()
    {
        if (_socket is null) return;
        try
        {
            _socket.SetRawSocketOption(TcpLevel, TcpQuickAck, [1, 0, 0, 0]);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return; // the connection has just ended: the read that follows says so
        }
    }
}
