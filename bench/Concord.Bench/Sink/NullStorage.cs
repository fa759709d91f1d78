using System.Buffers;
using Concord.Network.Dimse;
using Concord.Network.ServiceClasses;

namespace Concord.Bench.Sink;

/// <summary>Answers every object with success and keeps none.</summary>
internal sealed class NullStorage : IStorageProvider
{
    public ValueTask<IIncomingObject> Begin(StoreRequest request, AssociationPeer peer, CancellationToken cancel) => new(new Dropped());

    private sealed class Dropped : IIncomingObject
    {
        public ValueTask Append(ReadOnlySequence<byte> fragment, CancellationToken cancel) => ValueTask.CompletedTask;

        public ValueTask<DimseStatus> Complete(CancellationToken cancel) => new(DimseStatus.Success);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
