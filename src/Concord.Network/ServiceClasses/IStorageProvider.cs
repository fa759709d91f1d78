namespace Concord.Network.ServiceClasses;

/// <summary>Takes the objects that peers store: the archive, a command line that retrieves, a sink that measures (PS3.4 §B).</summary>
public interface IStorageProvider
{
    /// <summary>Called when a C-STORE-RQ command is whole and before its data set comes. Never refuses: refusal is the answer of <see cref="IIncomingObject.Complete"/>.</summary>
    ValueTask<IIncomingObject> Begin(StoreRequest request, AssociationPeer peer, CancellationToken cancel);
}
