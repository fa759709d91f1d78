using System.Runtime.CompilerServices;
using Concord.Network.Dimse;
using Concord.Network.UpperLayer;

namespace Concord.Network.ServiceClasses;

/// <summary>Storage service as user (PS3.4 §B): sends objects one after the other, on as few associations as their presentation contexts fit into.</summary>
internal sealed class StorageScu(RemotePeer peer, NetworkOptions options, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Objects looked at ahead of the first, for what contexts they need.</summary>
    private const int MaxAhead = 4096;

    private RequestedAssociation? _association;
    private bool _isBetweenObjects;

    /// <summary>Sends the objects in their order; one result each.</summary>
    /// <exception cref="AssociationException">No association to be had, or it broke: the object under way and those after it have no result.</exception>
    internal async IAsyncEnumerable<StoreResult> Send(
        IEnumerable<IOutgoingObject> objects, MoveOriginator? originator, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var source = objects.GetEnumerator();
        var carried = source.MoveNext() ? source.Current : null;
        while (carried is not null)
        {
            var batch = new List<IOutgoingObject>();
            var plan = new ContextPlan();
            while (carried is not null && batch.Count < MaxAhead && plan.TryAdd(carried))
            {
                batch.Add(carried);
                carried = source.MoveNext() ? source.Current : null;
            }
            foreach (var instance in batch)
            {
                cancel.ThrowIfCancellationRequested();
                _association ??= await RequestedAssociation.Open(peer, plan.Proposals, relational: false, options, time, cancel);
                _isBetweenObjects = false;
                var result = await Send(_association, instance, originator, cancel);
                _isBetweenObjects = true;
                yield return result;
            }
            await DisposeAsync();
        }
    }

    /// <summary>Releases when who asked for the results has had enough of them; aborts when an object is half sent.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_association is not { } open) return;
        _association = null;
        if (_isBetweenObjects) await open.Release(CancellationToken.None); // bounded by ResponseSeconds
        await open.DisposeAsync();
    }

    private async Task<StoreResult> Send(RequestedAssociation association, IOutgoingObject instance, MoveOriginator? originator, CancellationToken cancel)
    {
        var (context, dataSet, failure) = await OutgoingObjectSender.Open(instance, association.Channel.Contexts, cancel);
        if (failure is not null) return new(instance, failure, WasSent: false);
        await using (dataSet)
        {
            var request = OutgoingObjectSender.BuildRequest(instance, association.Channel.NextMessageId(), originator);
            try
            {
                await association.Channel.SendObject(context!, request, dataSet!, cancel);
                return new(instance, await association.ReceiveResponse(request, cancel), WasSent: true);
            }
            catch (PduException broken)
            {
                throw await association.Fail(broken);
            }
            catch (IOException unreadable) when (unreadable is not AssociationException)
            {
                await association.DisposeAsync(); // half an object is on the wire; the next object opens an association of its own
                _association = null;
                return new(instance, new(StatusCode.ProcessingFailure, "The object cannot be read"), WasSent: false);
            }
        }
    }
}
