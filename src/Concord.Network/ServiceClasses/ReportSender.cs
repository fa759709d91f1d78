using Concord.Dicom.Encoding;
using Concord.Network.Dimse;

namespace Concord.Network.ServiceClasses;

/// <summary>Sends N-EVENT-REPORTs on an association that the peer opened, one at a time, while another task receives (PS3.4 §J.3.3).</summary>
/// <remarks>A peer that did something else since it asked for commitment may not listen for reports: it is told on a new association.</remarks>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "Paths to it outlive the association; a semaphore whose handle nobody asks for holds nothing")]
internal sealed class ReportSender(DimseChannel channel, NetworkOptions options, TimeProvider time)
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _changing = new();
    private TaskCompletionSource<CommandSet?>? _awaited;
    private ushort? _lastId;
    private bool _isOver;
    private int _others;

    /// <summary>Requests of the peer that were not about commitment.</summary>
    internal int Others => Volatile.Read(ref _others);

    internal void CountOther() => Interlocked.Increment(ref _others);

    /// <summary>False when no report has that message id.</summary>
    internal bool TryDeliver(CommandSet response)
    {
        lock (_changing)
        {
            if (response.MessageIdBeingRespondedTo != _lastId) return false;
            _awaited?.TrySetResult(response); // an answer that is too late is nobody's any more
            return true;
        }
    }

    /// <summary>The association ends: what waits for an answer gets none, and nothing is sent any more on return.</summary>
    internal async ValueTask End()
    {
        lock (_changing)
        {
            _isOver = true;
            _awaited?.TrySetResult(null);
        }
        await _turn.WaitAsync(CancellationToken.None); // a report under way is bounded by ResponseSeconds
        _turn.Release();
    }

    /// <summary>The peer's status; null when it could not be told here.</summary>
    /// <param name="others"><see cref="Others"/> when commitment was asked for.</param>
    internal async Task<DimseStatus?> TryReport(PresentationContext context, CommitmentReport report, int others, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            var request = CommitmentScu.NewReport(report, channel.NextMessageId());
            if (Begin(request, others) is not { } answer) return null;
            await channel.Send(context, request, DataSetWriter.ToArray(CommitmentDataSets.Write(report), context.TransferSyntax), CancellationToken.None); // bounded by itself, and never half
            return (await answer.Task.WaitAsync(TimeSpan.FromSeconds(options.ResponseSeconds), time, cancel))?.ToStatus();
        }
        catch (Exception lost) when (lost is AssociationException or TimeoutException)
        {
            return null;
        }
        finally
        {
            lock (_changing) _awaited = null;
            _turn.Release();
        }
    }

    private TaskCompletionSource<CommandSet?>? Begin(CommandSet request, int others)
    {
        lock (_changing)
        {
            if (_isOver || Others != others) return null;
            _awaited = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _lastId = request.MessageId;
            return _awaited;
        }
    }
}
