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

    public ValueTask<IIncomingObject> Begin(StoreRequest request, AssociationPeer peer, CancellationToken cancel)
    {
        Begun.TrySetResult();
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

        public ValueTask<DimseStatus> Complete(CancellationToken cancel)
        {
            _completed = true;
            owner.Stored.Enqueue((request, peer, _bytes.WrittenSpan.ToArray()));
            return new(owner.Answer(request));
        }

        public ValueTask DisposeAsync()
        {
            if (!_completed) Interlocked.Increment(ref owner._dropped);
            return default;
        }
    }
}
