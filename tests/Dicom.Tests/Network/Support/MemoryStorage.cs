using System.Buffers;
using System.Collections.Concurrent;
using Concord.Network.Dimse;
using Concord.Network.ServiceClasses;

namespace Dicom.Tests.Network.Support;

/// <summary>Keeps what is stored in memory; what was begun and not completed counts as dropped.</summary>
internal sealed class MemoryStorage : IStorageProvider
{
    private int _dropped;

    internal ConcurrentQueue<(StoreRequest Request, AssociationPeer Peer, byte[] Bytes)> Stored { get; } = new();

    internal int Dropped => Volatile.Read(ref _dropped);

    internal Func<StoreRequest, DimseStatus> Answer { get; init; } = _ => DimseStatus.Success;

    /// <summary>Set when the first object has begun.</summary>
    internal TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Awaited by every Append when set.</summary>
    internal Task? Hold { get; set; }

    /// <summary>Awaited by Complete when set.</summary>
    internal Func<StoreRequest, Task>? Completing { get; set; }

    /// <summary>Most objects that were begun and not completed at a time.</summary>
    internal int MostUnderWay { get; private set; }

    private readonly Lock _counting = new();
    private int _underWay;

    private void Count(int more)
    {
        lock (_counting) MostUnderWay = Math.Max(MostUnderWay, _underWay += more);
    }

    public ValueTask<IIncomingObject> Begin(StoreRequest request, AssociationPeer peer, CancellationToken cancel)
    {
        Begun.TrySetResult();
        Count(1);
        return new(new Incoming(this, request, peer));
    }

    private sealed class Incoming(MemoryStorage owner, StoreRequest request, AssociationPeer peer) : IIncomingObject
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();
        private bool _completed;

        public async ValueTask Append(ReadOnlySequence<byte> fragment, CancellationToken cancel)
        {
            if (owner.Hold is { } hold) await hold.WaitAsync(cancel);
            foreach (var part in fragment) _bytes.Write(part.Span);
        }

        public async ValueTask<DimseStatus> Complete(CancellationToken cancel)
        {
            if (owner.Completing is { } hold) await hold(request).WaitAsync(cancel);
            _completed = true;
            owner.Count(-1);
            owner.Stored.Enqueue((request, peer, _bytes.WrittenSpan.ToArray()));
            return owner.Answer(request);
        }

        public ValueTask DisposeAsync()
        {
            if (!_completed) Interlocked.Increment(ref owner._dropped);
            return default;
        }
    }
}
