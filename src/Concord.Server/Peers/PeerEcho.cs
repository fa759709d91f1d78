using System.Text.Json.Serialization;
using Concord.Network;

namespace Concord.Server.Peers;

/// <summary>Asks a peer whether it is there (C-ECHO, PS3.4 §A), within a bound of time; few at once.</summary>
internal sealed class PeerEcho(PeerDirectory peers, NetworkOptions network, TimeProvider time) : IDisposable
{
    /// <summary>Longest an echo may take, the wait for its turn included.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private const int MaxAtOnce = 8;

    private readonly SemaphoreSlim _slots = new(MaxAtOnce);

    /// <summary>What the peer said; null when there is no such peer.</summary>
    public async Task<EchoAnswer?> Ask(string aeTitle, CancellationToken cancel)
    {
        if (peers.Find(aeTitle) is not { } peer) return null;
        var start = time.GetTimestamp();
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        var problem = await Echo(new DicomClient(peer, network, time), either.Token, cancel);
        return new(problem is null, (long)time.GetElapsedTime(start).TotalMilliseconds, problem);
    }

    public void Dispose() => _slots.Dispose();

    private async Task<string?> Echo(DicomClient client, CancellationToken limited, CancellationToken cancel)
    {
        try
        {
            await _slots.WaitAsync(limited);
            try
            {
                var status = await client.Echo(limited);
                return status.IsSuccess ? null : $"The peer answered {status.Code:X4}.";
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (AssociationException failed)
        {
            return failed.Message;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return $"There was no answer within {Limit.TotalSeconds:0} seconds.";
        }
    }
}

/// <summary>What came of an echo.</summary>
/// <param name="Milliseconds">From the call to its end, association included.</param>
/// <param name="Problem">Why it is not ok; missing when it is.</param>
internal sealed record EchoAnswer(bool Ok, long Milliseconds, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Problem);
