using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Whole.Tests.Sweeps;

/// <summary>Plays a scenario against a port and keeps what came back: PDU types with their bodies, and how the connection ended.</summary>
internal sealed class ScenarioRun : IDisposable
{
    private static readonly Dictionary<string, byte> PduTypes = new(StringComparer.Ordinal) { ["A-ASSOCIATE-AC"] = 2, ["P-DATA"] = 4, ["A-RELEASE-RP"] = 6 };
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly TimeSpan _patience;
    private readonly MemoryStream _buffer = new();

    private readonly Stopwatch _sinceOurWord = new();

    private ScenarioRun(TimeSpan patience) => _patience = patience;

    public List<(byte Type, byte[] Body)> Received { get; } = [];

    /// <summary>How long the server took after our last word to come to the end.</summary>
    public TimeSpan Thought => _sinceOurWord.Elapsed;

    /// <summary>closed, reset, silent (nothing more within the patience), or ours (we closed it).</summary>
    public string End { get; private set; } = "";

    public bool Has(byte type) => Received.Exists(p => p.Type == type);

    /// <summary>Plays it; stops when the connection has ended, or when what came is <paramref name="enough"/>.</summary>
    public static async Task<ScenarioRun> Play(int port, Scenario scenario, TimeSpan patience, Func<ScenarioRun, bool> enough)
    {
        var run = new ScenarioRun(patience);
        try
        {
            await run._socket.ConnectAsync(IPAddress.Loopback, port);
            foreach (var step in scenario.Steps)
                if (run.End.Length == 0) await run.Do(step);
        }
        catch (SocketException)
        {
            run.End = "reset";                                    // while we were sending: what had come before still counts
        }

        while (run.End.Length == 0 && !(run.Has(3) || run.Has(6) || run.Has(7)) && !enough(run)) await run.ReadPdu();
        run._sinceOurWord.Stop();
        return run;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _buffer.Dispose();
    }

    private async Task Do(ScenarioStep step)
    {
        if (step.Send is not null) await Send(step);
        if (step.Wait is not null)
            while (await ReadPdu() is { } type && type != PduTypes[step.Wait] && type is not (3 or 7)) { }
        if (step.Close == "rst")
        {
            _socket.Close(0);
            End = "ours";
        }
        else if (step.Close is not null) _socket.Shutdown(SocketShutdown.Send);
    }

    private async Task Send(ScenarioStep step)
    {
        _sinceOurWord.Restart();
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Scenario.Folder, "pdu", step.Send!));
        var chunk = step.Chunk > 0 ? step.Chunk : Math.Max(1, bytes.Length);
        // a pause of a millisecond only parts segments, which NoDelay does too; on a busy machine it would last until ARTIM
        using var pace = step.DelayMs > 1 ? new PeriodicTimer(TimeSpan.FromMilliseconds(step.DelayMs)) : null;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        for (var n = 0; n < Math.Max(1, step.Repeat); n++)
            for (var at = 0; at < bytes.Length; at += chunk)
            {
                await _socket.SendAsync(bytes.AsMemory(at, Math.Min(chunk, bytes.Length - at)), limit.Token);
                _sinceOurWord.Restart();
                if (pace is not null) await pace.WaitForNextTickAsync(limit.Token);
            }
    }

    /// <summary>The next PDU, or null when the connection ended or stayed silent.</summary>
    private async Task<byte?> ReadPdu()
    {
        var chunk = new byte[65536];
        while (true)
        {
            if (TakePdu() is { } type) return type;
            using var limit = new CancellationTokenSource(_patience);
            try
            {
                var read = await _socket.ReceiveAsync(chunk, limit.Token);
                if (read == 0) End = "closed";
                _buffer.Write(chunk, 0, read);
            }
            catch (OperationCanceledException)
            {
                End = "silent";
            }
            catch (SocketException)
            {
                End = "reset";
            }

            if (End.Length > 0) return TakePdu();
        }
    }

    private byte? TakePdu()
    {
        var bytes = _buffer.ToArray();
        if (bytes.Length < 6) return null;
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(2));
        if (bytes.Length < 6 + length) return null;
        Received.Add((bytes[0], bytes[6..(6 + length)]));
        _buffer.SetLength(0);
        _buffer.Write(bytes, 6 + length, bytes.Length - 6 - length);
        return bytes[0];
    }
}
