using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Network.Dimse;
using Microsoft.Extensions.Logging;

namespace Concord.Network.ServiceClasses;

/// <summary>C-FIND of the Query/Retrieve service (PS3.4 §C.4.1): one pending response a match, then the final one.</summary>
internal sealed class QueryScp(IQueryProvider provider, DimseChannel channel, AssociationPeer peer, ILogger logger)
{
    internal async Task Find(DimseMessage message, InformationModel model, byte[] identifier, bool relational, CancellationToken cancelled, CancellationToken cancel)
    {
        DimseStatus final;
        try
        {
            var keys = DataSetReader.Read(identifier, message.Context.TransferSyntax);
            final = await Answer(message, provider.Find(model, keys, relational, peer, cancelled), cancel);
            if (cancelled.IsCancellationRequested && final.IsSuccess) final = DimseStatus.Cancel;
        }
        catch (DicomFormatException)
        {
            final = new(StatusCode.UnableToProcess, "The identifier is no data set");
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested || cancel.IsCancellationRequested)
        {
            final = DimseStatus.Cancel;
        }
        catch (Exception failed) when (failed is not AssociationException and not OutOfMemoryException)
        {
            logger.OperationFailed(peer.AssociationNumber, failed);
            final = new(StatusCode.UnableToProcess, "The query failed here");
        }
        await channel.Send(message.Context, message.Command.Respond(final), cancel);
    }

    private async Task<DimseStatus> Answer(DimseMessage message, IAsyncEnumerable<QueryResult> results, CancellationToken cancel)
    {
        await foreach (var result in results)
        {
            if (!result.Status.IsPending) return result.Status;
            var match = DataSetWriter.ToArray(result.Identifier ?? new DataSet(), message.Context.TransferSyntax);
            await channel.Send(message.Context, message.Command.Respond(result.Status, hasDataSet: true), match, cancel);
        }
        return DimseStatus.Success;
    }
}
