using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Whole.Tests.Sweeps;

/// <summary>A peer that answers one association as its script says, whatever it is asked.</summary>
internal sealed class HostileScp : IDisposable
{
    private static readonly Dictionary<string, byte> PduTypes = new(StringComparer.Ordinal) { ["A-ASSOCIATE-RQ"] = 1, ["P-DATA"] = 4, ["A-RELEASE-RQ"] = 5 };
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private byte[]? _request; // the body of the caller's A-ASSOCIATE-RQ

    public HostileScp() => _listener.Start();

    /// <summary>Types of the PDUs that the caller sent.</summary>
    public List<byte> Received { get; } = [];

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Serves one connection to its end; returns when the caller has left or <paramref name="cancel"/> says so.</summary>
    public async Task Serve(Scenario scenario, CancellationToken cancel)
    {
        using var client = await _listener.AcceptTcpClientAsync(cancel);
        client.NoDelay = true;
        var stream = client.GetStream();
        try
        {
            foreach (var step in scenario.Steps) await Do(step, client, stream, cancel);
            while (await ReadPdu(stream, cancel) is not null) { }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The caller left, which is its right at every step.
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task Do(ScenarioStep step, TcpClient client, NetworkStream stream, CancellationToken cancel)
    {
        if (step.Wait is not null)
            while (await ReadPdu(stream, cancel) is { } type && type != PduTypes[step.Wait]) { }
        if (step.Send is not null)
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(Scenario.Folder, "pdu", step.Send), cancel);
            if (_request is not null) bytes = step.Send == ScriptedAccept.OrdinaryAccept ? ScriptedAccept.AcceptAll(_request) : ScriptedAccept.InFirstContext(bytes, _request);
            for (var n = 0; n < Math.Max(1, step.Repeat); n++) await stream.WriteAsync(bytes, cancel);
        }

        if (step.Close is not null) client.Client.Shutdown(SocketShutdown.Send);
    }

    private async Task<byte?> ReadPdu(NetworkStream stream, CancellationToken cancel)
    {
        var head = new byte[6];
        if (await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancel) < head.Length) return null;
        var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(2))];
        await stream.ReadExactlyAsync(body, cancel);
        if (head[0] == PduTypes["A-ASSOCIATE-RQ"]) _request = body;
        Received.Add(head[0]);
        return head[0];
    }
}
