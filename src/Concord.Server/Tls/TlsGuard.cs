using Microsoft.AspNetCore.Connections;

namespace Concord.Server.Tls;

/// <summary>Stands before the handshake on a TLS port: ends at once whoever does not begin with one, and says why handshakes fail.</summary>
internal sealed class TlsGuard(ConnectionDelegate next, string face, TimeSpan limit, TimeProvider time, ILogger logger)
{
    private const byte HandshakeRecord = 0x16; // RFC 8446 §5.1

    public async Task OnConnection(ConnectionContext connection)
    {
        var handshake = new TlsHandshake();
        connection.Features.Set(handshake);
        if (!await BeginsHandshake(connection)) return;
        await next(connection);
        if (!handshake.IsDone) logger.HandshakeFailed(face, handshake.Reason);
    }

    /// <summary>Looks at the first byte and leaves it where it is.</summary>
    private async ValueTask<bool> BeginsHandshake(ConnectionContext connection)
    {
        using var expired = new CancellationTokenSource(limit, time);
        try
        {
            var input = connection.Transport.Input;
            var read = await input.ReadAsync(expired.Token);
            var (isEmpty, first) = (read.Buffer.IsEmpty, read.Buffer.FirstSpan is [var value, ..] ? value : default);
            input.AdvanceTo(read.Buffer.Start);
            if (isEmpty) return false; // connected and went, as port checks do
            if (first == HandshakeRecord) return true;
            logger.PlainOnTlsPort(face);
        }
        catch (OperationCanceledException) when (expired.IsCancellationRequested)
        {
            logger.HandshakeFailed(face, "the peer was silent");
        }
        catch (ConnectionResetException)
        {
            return false;
        }
        connection.Abort(new ConnectionAbortedException("No TLS handshake"));
        return false;
    }
}
