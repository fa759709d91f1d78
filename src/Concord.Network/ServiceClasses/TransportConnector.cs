using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Concord.Network.ServiceClasses;

/// <summary>Opens TCP connections to peers, on the same transport that Kestrel listens with. Nagle's algorithm is off.</summary>
internal static class TransportConnector
{
    private const long BufferBytes = 1 << 20; // of each direction: a PDU is read from disk while the one before it is sent

    private static readonly SocketConnectionContextFactory Factory = new(
        new() { MaxReadBufferSize = BufferBytes, MaxWriteBufferSize = BufferBytes }, NullLogger.Instance);

    /// <exception cref="AssociationException">The peer cannot be reached within the limit.</exception>
    internal static async ValueTask<ConnectionContext> Connect(RemotePeer peer, TimeSpan limit, TimeProvider time, CancellationToken cancel)
    {
        using var expired = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, expired.Token);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(peer.Host, peer.Port, either.Token);
            return peer.UseTls ? await TlsTransport.Connect(socket, peer, either.Token) : Factory.Create(socket);
        }
        catch (Exception failed) when (failed is IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            socket.Dispose();
            cancel.ThrowIfCancellationRequested();
            throw new AssociationException(AssociationFailure.NotConnected, Explain(failed), failed);
        }
    }

    private static string Explain(Exception failed) => failed switch
    {
        SocketException => failed.Message,
        OperationCanceledException => "Nobody answered in time.",
        _ => $"No TLS with the peer: {(failed.InnerException ?? failed).Message.ReplaceLineEndings(" ")}",
    };
}
