using Microsoft.AspNetCore.Connections;

namespace Concord.Server.Hosting;

/// <summary>Most connections at once of the listeners that share it: one more is closed before anything is read of it. Safe for any thread.</summary>
internal sealed class ConnectionBound(int most)
{
    private int _open;

    /// <summary>Counts the connections of that listener; to be called before TLS is added to it.</summary>
    public void Guard(IConnectionBuilder listen) => listen.Use(next => connection => Pass(connection, next));

    private async Task Pass(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            if (Interlocked.Increment(ref _open) <= most) await next(connection);
            else connection.Abort(new ConnectionAbortedException("There are too many connections."));
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
