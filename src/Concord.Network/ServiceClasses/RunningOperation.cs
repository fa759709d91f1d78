using System.Threading.Channels;
using Concord.Network.Dimse;

namespace Concord.Network.ServiceClasses;

/// <summary>A C-FIND, C-MOVE or C-GET under way for the peer, beside the task that goes on receiving: C-CANCEL and C-STORE responses reach it here.</summary>
internal sealed class RunningOperation : IDisposable
{
    private const int MaxWaitingResponses = 4; // one C-STORE is outstanding at a time

    private readonly CancellationTokenSource _cancelled;
    private readonly Channel<CommandSet> _responses = Channel.CreateBounded<CommandSet>(
        new BoundedChannelOptions(MaxWaitingResponses) { SingleReader = true, SingleWriter = true, AllowSynchronousContinuations = true }); // one thread switch less an object
    private readonly ushort _messageId;
    private Task _completion = Task.CompletedTask;

    internal RunningOperation(DimseMessage message, CancellationToken associationEnds)
    {
        _messageId = message.Command.MessageId ?? 0;
        IsGet = message.Command.Field == CommandField.CGetRq;
        _cancelled = CancellationTokenSource.CreateLinkedTokenSource(associationEnds);
    }

    internal bool IsGet { get; }

    /// <summary>The final response is on its way, or out: the peer may ask for the next thing.</summary>
    internal bool IsAnswered { get; set; }

    /// <summary>Runs the work beside the caller; called once.</summary>
    internal void Start(Func<Task> work) => _completion = Task.Run(work);

    /// <summary>Waits for the work's end.</summary>
    internal async ValueTask Finish()
    {
#pragma warning disable VSTHRD003 // Start put it on the thread pool: nothing it needs is held by who waits
        await _completion;
#pragma warning restore VSTHRD003
        Dispose();
    }

    /// <summary>The peer has cancelled, or the association ends.</summary>
    internal CancellationToken Cancelled => _cancelled.Token;

    internal void Cancel() => _cancelled.Cancel();

    /// <summary>A C-CANCEL of another message cancels nothing (PS3.7 §9.3.2.3).</summary>
    internal void Cancel(ushort? messageId)
    {
        if (messageId == _messageId) Cancel();
    }

    /// <summary>False when nobody waits for it.</summary>
    internal bool TryDeliver(CommandSet response) => _responses.Writer.TryWrite(response);

    /// <summary>The next C-STORE response; the task that receives bounds the wait.</summary>
    internal ValueTask<CommandSet> ReceiveResponse(CancellationToken associationEnds) => _responses.Reader.ReadAsync(associationEnds);

    public void Dispose() => _cancelled.Dispose();
}
