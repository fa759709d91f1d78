using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Whole.Tests.Harness.Wire;

/// <summary>
/// An association of the tests' own (PS3.8): it sends exactly the data set bytes it is given and hands out exactly those that come,
/// which no toolkit promises. It shares no code with Concord.
/// </summary>
internal sealed class WireAssociation : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly Dictionary<byte, (string AbstractSyntax, string TransferSyntax)> _accepted = [];
    private NetworkStream _stream = null!;
    private int _maxLength = 16384;
    private ushort _messageId;

    /// <summary>Accepted contexts: id, abstract syntax, transfer syntax.</summary>
    public IReadOnlyDictionary<byte, (string AbstractSyntax, string TransferSyntax)> Accepted => _accepted;

    public static async Task<WireAssociation> Open(int port, string called, params WireContext[] contexts)
    {
        var association = new WireAssociation();
        try
        {
            await association.Associate(port, called, contexts);
        }
        catch
        {
            await association.DisposeAsync();
            throw;
        }

        return association;
    }

    /// <summary>Longest fragment sent, bytes.</summary>
    public int MaxFragmentBytes { get; set; } = int.MaxValue;

    /// <summary>Awaited before each fragment of a data set: a sender as slow as this is.</summary>
    public Func<Task> Pace { get; set; } = () => Task.CompletedTask;

    public ushort NextMessageId() => ++_messageId;

    public byte ContextFor(string abstractSyntax, string? transferSyntax = null) =>
        _accepted.First(c => c.Value.AbstractSyntax == abstractSyntax && (transferSyntax is null || c.Value.TransferSyntax == transferSyntax)).Key;

    public bool Accepts(string abstractSyntax, string transferSyntax) => _accepted.ContainsValue((abstractSyntax, transferSyntax));

    /// <summary>Sends a command set and, if given, a data set, in PDUs no larger than the peer allows.</summary>
    public async Task Send(byte context, byte[] command, ReadOnlyMemory<byte>? dataSet)
    {
        await SendPdvs(context, command, isCommand: true);
        if (dataSet is { } data) await SendPdvs(context, data, isCommand: false);
    }

    public async Task<WireMessage> Receive()
    {
        var command = new MemoryStream();
        var data = new MemoryStream();
        byte context = 0;
        Dictionary<uint, byte[]>? elements = null;
        while (true)
        {
            var (type, body) = await ReadPdu();
            if (type != 4) throw new IOException(type == 7 ? $"the peer aborted ({body[2]}, {body[3]})" : $"a P-DATA-TF was due, PDU type {type} came");
            for (var at = 0; at < body.Length;)
            {
                var length = BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(at));
                context = body[at + 4];
                var flags = body[at + 5];
                ((flags & 1) != 0 ? command : data).Write(body, at + 6, length - 2);
                at += 4 + length;
                if ((flags & 2) == 0) continue;
                if ((flags & 1) != 0) elements = Elements.ParseImplicit(command.ToArray());
                var hasData = elements is not null && BinaryPrimitives.ReadUInt16LittleEndian(elements[0x00000800]) != 0x0101;
                if ((flags & 1) == 0 || !hasData) return new(context, elements!, data.ToArray());
            }
        }
    }

    /// <summary>A-RELEASE, answered.</summary>
    public async Task Release()
    {
        await WritePdu(5, new byte[4]);
        var (type, _) = await ReadPdu();
        Assert.Equal(6, type);
    }

    /// <summary>Closes the socket with a RST, as a crashed peer does.</summary>
    public void Reset() => _client.Client.Close(0);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task Associate(int port, string called, WireContext[] contexts)
    {
        using var limit = new CancellationTokenSource(Limit);
        await _client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
        _stream = _client.GetStream();
        await WritePdu(1, AssociateBody(called, contexts));
        var (type, body) = await ReadPdu();
        if (type != 2) throw new IOException($"the association was not accepted: PDU type {type}, {Convert.ToHexString(body)}");
        for (var at = 68; at < body.Length;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(at + 2));
            var item = body.AsSpan(at + 4, length);
            if (body[at] == 0x21 && item[2] == 0)
                _accepted[item[0]] = (contexts[(item[0] - 1) / 2].AbstractSyntax, Encoding.ASCII.GetString(item[8..]).TrimEnd('\0'));
            if (body[at] == 0x50) ReadUserInformation(item);
            at += 4 + length;
        }
    }

    private void ReadUserInformation(ReadOnlySpan<byte> items)
    {
        while (items.Length >= 4)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(items[2..]);
            if (items[0] == 0x51) _maxLength = BinaryPrimitives.ReadInt32BigEndian(items[4..]) is > 0 and var max ? Math.Min(max, 1 << 20) : 1 << 20;
            items = items[(4 + length)..];
        }
    }

    private static byte[] AssociateBody(string called, WireContext[] contexts)
    {
        var body = new List<byte>([0, 1, 0, 0]);
        body.AddRange(Encoding.ASCII.GetBytes(called.PadRight(16) + "TESTSCU".PadRight(16)));
        body.AddRange(new byte[32]);
        body.AddRange(Item(0x10, Encoding.ASCII.GetBytes("1.2.840.10008.3.1.1.1")));
        var id = 1;
        foreach (var context in contexts)
        {
            byte[] syntaxes = [.. context.TransferSyntaxes.SelectMany(t => Item(0x40, Encoding.ASCII.GetBytes(t)))];
            body.AddRange(Item(0x20, [(byte)id, 0, 0, 0, .. Item(0x30, Encoding.ASCII.GetBytes(context.AbstractSyntax)), .. syntaxes]));
            id += 2;
        }

        var user = new List<byte>(Item(0x51, [0, 4, 0, 0]));
        user.AddRange(Item(0x52, Encoding.ASCII.GetBytes("2.25.8150001")));
        foreach (var uid in contexts.Where(c => c.AsScp).Select(c => c.AbstractSyntax).Distinct())
            user.AddRange(Item(0x54, [0, (byte)uid.Length, .. Encoding.ASCII.GetBytes(uid), 0, 1]));
        body.AddRange(Item(0x50, [.. user]));
        return [.. body];
    }

    private static byte[] Item(byte type, byte[] content) => [type, 0, (byte)(content.Length >> 8), (byte)content.Length, .. content];

    private async Task SendPdvs(byte context, ReadOnlyMemory<byte> bytes, bool isCommand)
    {
        var room = Math.Min(_maxLength - 6, MaxFragmentBytes);
        var buffer = new byte[Math.Min(room, bytes.Length) + 12];
        do
        {
            var size = Math.Min(room, bytes.Length);
            if (!isCommand) await Pace();
            buffer[0] = 4;
            buffer[1] = 0;
            BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(2), size + 6);
            BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(6), size + 2);
            buffer[10] = context;
            buffer[11] = (byte)((isCommand ? 1 : 0) | (size == bytes.Length ? 2 : 0));
            bytes.Span[..size].CopyTo(buffer.AsSpan(12));
            using var limit = new CancellationTokenSource(Limit);
            await _stream.WriteAsync(buffer.AsMemory(0, size + 12), limit.Token);
            bytes = bytes[size..];
        }
        while (bytes.Length > 0);
    }

    private async Task WritePdu(byte type, byte[] body)
    {
        using var limit = new CancellationTokenSource(Limit);
        var head = new byte[6];
        head[0] = type;
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(2), body.Length);
        await _stream.WriteAsync((byte[])[.. head, .. body], limit.Token);
    }

    private async Task<(byte Type, byte[] Body)> ReadPdu()
    {
        using var limit = new CancellationTokenSource(Limit);
        var head = new byte[6];
        await _stream.ReadExactlyAsync(head, limit.Token);
        var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(2))];
        await _stream.ReadExactlyAsync(body, limit.Token);
        return (head[0], body);
    }
}
