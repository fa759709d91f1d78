using System.Buffers;
using Concord.Network.Dimse;

namespace Concord.Network.ServiceClasses;

/// <summary>One object on its way in. Disposed without <see cref="Complete"/> when the association breaks: nothing is kept then.</summary>
public interface IIncomingObject : IAsyncDisposable
{
    /// <summary>The next data set bytes, borrowed for the call. Waits while the receive budget is spent.</summary>
    ValueTask Append(ReadOnlySequence<byte> fragment, CancellationToken cancel);

    /// <summary>All bytes are there: keeps the object durably and gives the status of the C-STORE-RSP (PS3.4 §B.2.3).</summary>
    ValueTask<DimseStatus> Complete(CancellationToken cancel);
}
