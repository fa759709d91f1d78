using System.Buffers.Binary;
using Concord.Network;
using Concord.Network.ServiceClasses;
using Microsoft.Extensions.Logging;

namespace Dicom.Tests.Network.Support;

/// <summary>One association of our acceptor over in-memory pipes and a manual clock: nothing happens but what the test sends and when.</summary>
internal sealed class PipedAssociation : IAsyncDisposable
{
    private readonly PipeTransport _transport;

    internal PipedAssociation(NetworkOptions? options = null, IStorageProvider? storage = null, IRetrieveProvider? retrieve = null, int roomBytes = 1 << 20)
    {
        _transport = new(roomBytes);
        Options = options ?? new();
        Running = new AssociationAcceptor(Options, new(storage, null, retrieve), Time, (ILogger)new LogSink()).Run(_transport.Connection);
    }

    internal NetworkOptions Options { get; }

    internal ManualTime Time { get; } = new();

    /// <summary>The acceptor's work; done when both sides are done with the connection.</summary>
    internal Task Running { get; }

    /// <summary>We have said something that was not taken yet.</summary>
    internal bool IsTold => _transport.HasSent;

    internal Task Send(params byte[] bytes) => _transport.Send(bytes);

    /// <summary>The peer is there and says so.</summary>
    internal async Task Associate(params Concord.Dicom.DataElements.Uid[] classes)
    {
        await Send(Wire.AssociateRq(classes: classes));
        Assert.Equal([2], TakeTypes());
    }

    internal void Pass(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Types of the PDUs that came since last asked.</summary>
    internal List<int> TakeTypes()
    {
        var types = new List<int>();
        var sent = _transport.TakeSent().AsSpan();
        while (!sent.IsEmpty)
        {
            types.Add(sent[0]);
            sent = sent[(6 + BinaryPrimitives.ReadInt32BigEndian(sent[2..]))..];
        }
        return types;
    }

    /// <summary>A-ABORT was sent, and the connection is let go when the peer does not close in time.</summary>
    internal async Task AssertAborted()
    {
        Assert.Equal(7, TakeTypes()[^1]);
        Assert.False(Running.IsCompleted);
        Pass(Options.ArtimSeconds);
        await Running.WaitAsync(TimeSpan.FromSeconds(10));
    }

    public async ValueTask DisposeAsync()
    {
        if (!Running.IsCompleted) _transport.CloseByPeer();
        await Running.WaitAsync(TimeSpan.FromSeconds(10));
    }
}
