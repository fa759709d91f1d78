using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Concord.Network.Dimse;
using Concord.Network.UpperLayer;

namespace Dicom.Tests.Network.Support;

/// <summary>The other end of a real socket: says exactly which bytes go when, and waits for whole PDUs, with a limit on every wait.</summary>
internal sealed class ScriptedPeer : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly Socket _socket;

    private ScriptedPeer(Socket socket) => _socket = socket;

    internal static async Task<ScriptedPeer> Connect(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port).WaitAsync(Limit);
        return new(socket);
    }

    /// <summary>Listens on a free port; gives those who call to the scripts, one after the other.</summary>
    internal static (int Port, Task Done) Listen(params Func<ScriptedPeer, Task>[] scripts)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (((IPEndPoint)listener.LocalEndpoint).Port, Accept());

        async Task Accept()
        {
            for (var i = 0; i < scripts.Length; i++)
            {
                using var called = await listener.AcceptSocketAsync().WaitAsync(Limit);
                if (i == scripts.Length - 1) listener.Stop();
                using var peer = new ScriptedPeer(called);
                await scripts[i](peer);
            }
        }
    }

    internal async Task Send(params byte[] bytes) => await _socket.SendAsync(bytes).WaitAsync(Limit);

    /// <summary>The FIN: nothing more is sent, everything is still read.</summary>
    internal void CloseSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Closes with RST.</summary>
    internal void Reset()
    {
        _socket.LingerState = new(true, 0);
        _socket.Close();
    }

    /// <summary>The next PDU, header and all; empty when the connection was closed, by FIN or RST.</summary>
    internal async Task<byte[]> Receive()
    {
        var header = new byte[6];
        if (!await Fill(header)) return [];
        var pdu = new byte[6 + BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(2))];
        header.CopyTo(pdu, 0);
        return await Fill(pdu.AsMemory(6)) ? pdu : [];
    }

    /// <summary>The command set of the next message; what is left of the data set of the one before it is passed over.</summary>
    internal async Task<CommandSet> ReceiveCommand()
    {
        while (await Receive() is { Length: > 12 } pdu)
        {
            Assert.Equal((byte)PduType.Data, pdu[0]);
            if ((pdu[11] & 1) != 0) return CommandSetReader.Read(pdu.AsSpan(12));
        }
        throw new InvalidOperationException("No more commands came");
    }

    /// <summary>The type of the next PDU, 0 when closed.</summary>
    internal async Task<int> ReceiveType() => await Receive() is [var type, ..] ? type : 0;

    public void Dispose() => _socket.Dispose();

    private async Task<bool> Fill(Memory<byte> buffer)
    {
        try
        {
            while (!buffer.IsEmpty)
            {
                var count = await _socket.ReceiveAsync(buffer, SocketFlags.None).AsTask().WaitAsync(Limit);
                if (count == 0) return false;
                buffer = buffer[count..];
            }
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
