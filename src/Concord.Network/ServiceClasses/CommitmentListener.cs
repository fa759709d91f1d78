using System.Collections.Concurrent;
using System.Net;
using Concord.Dicom.DataElements;
using Concord.Network.Dimse;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Concord.Network.ServiceClasses;

/// <summary>Listens for the reports to what this side asked to be committed, for peers that report on an association of their own (PS3.4 §J.3.3).</summary>
/// <remarks>Any number of transactions at once. Reports to others than those are answered with a failure, so that the peer keeps them.</remarks>
public sealed class CommitmentListener : ICommitmentReceiver, IAsyncDisposable
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Uid, ICommitmentReceiver> _expected = new();
    private readonly ConcurrentDictionary<ConnectionContext, Task> _serving = new();
    private readonly IConnectionListener _listener;
    private readonly AssociationAcceptor _acceptor;
    private readonly TimeProvider _time;
    private readonly Task _accepting;

    private CommitmentListener(IConnectionListener listener, NetworkOptions options, TimeProvider time)
    {
        (_listener, _time) = (listener, time);
        _acceptor = new(options, new(null, null, null) { CommitmentReports = this }, time, NullLogger.Instance);
        _accepting = Accept();
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.EndPoint).Port;

    /// <param name="port">0 picks one.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<CommitmentListener> Listen(IPAddress address, int port, NetworkOptions options, TimeProvider? time = null, CancellationToken cancel = default)
    {
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        return new(await transport.BindAsync(new IPEndPoint(address, port), cancel), options, time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public ValueTask<DimseStatus> Take(CommitmentReport report, AssociationPeer peer, CancellationToken cancel) =>
        _expected.TryGetValue(report.TransactionUid, out var receiver)
            ? receiver.Take(report, peer, cancel)
            : new(new DimseStatus(StatusCode.ProcessingFailure, "The transaction is not known"));

    /// <summary>From now on until disposed the transaction's report goes to the receiver.</summary>
    internal IDisposable Expect(Uid transaction, ICommitmentReceiver receiver)
    {
        _expected[transaction] = receiver;
        return new Expectation(this, transaction);
    }

    /// <summary>Takes no more connections, lets those that are open end for some seconds, and aborts the rest.</summary>
    public async ValueTask DisposeAsync()
    {
        await _listener.UnbindAsync(CancellationToken.None);
#pragma warning disable VSTHRD003 // begun in the constructor on the thread pool: nothing it needs is held by who waits
        await _accepting;
#pragma warning restore VSTHRD003
        var all = Task.WhenAll(_serving.Values);
        await Task.WhenAny(all, Task.Delay(EndLimit, _time, CancellationToken.None));
        foreach (var connection in _serving.Keys) connection.Abort(new ConnectionAbortedException("Nobody listens any more"));
        await all;
        await _listener.DisposeAsync();
    }

    private async Task Accept()
    {
        while (await _listener.AcceptAsync(CancellationToken.None) is { } connection)
        {
            var serving = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _serving[connection] = serving.Task;
            _ = Serve(connection, serving); // told to Dispose by serving
        }
    }

    private async Task Serve(ConnectionContext connection, TaskCompletionSource over)
    {
        try
        {
            await _acceptor.Run(connection);
            await connection.DisposeAsync();
        }
        finally
        {
            _serving.TryRemove(connection, out _);
            over.SetResult();
        }
    }

    private sealed class Expectation(CommitmentListener listener, Uid transaction) : IDisposable
    {
        public void Dispose() => listener._expected.TryRemove(transaction, out _);
    }
}
