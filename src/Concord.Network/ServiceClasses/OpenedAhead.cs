using Concord.Network.Dimse;

namespace Concord.Network.ServiceClasses;

/// <summary>Opens objects for sending. Where one had to be made (restored, decoded, compressed anew), those that follow are made while it is sent. One sender at a time.</summary>
internal sealed class OpenedAhead : IAsyncDisposable
{
    /// <summary>Objects that are made ahead of the one that is sent.</summary>
    private const int Depth = 2;

    private readonly Dictionary<IOutgoingObject, Task<(PresentationContext?, Stream?, DimseStatus?)>> _ahead = new(ReferenceEqualityComparer.Instance);
    private CancellationTokenSource _stop = new();

    /// <summary>A context for the object with its opened data set, or the status of the failed sub-operation.</summary>
    /// <param name="following">What is sent after it, on the same association.</param>
    internal async ValueTask<(PresentationContext? Context, Stream? DataSet, DimseStatus? Failure)> Open(
        IOutgoingObject instance, IEnumerable<IOutgoingObject> following, IReadOnlyList<PresentationContext> contexts, CancellationToken cancel)
    {
        var opened = await TakeAhead(instance, cancel);
        if (opened.DataSet is null) opened = await OutgoingObjectSender.Open(instance, contexts, cancel); // it may be better now: what made it fail may have been those before it
        if (opened.Context is not { } context || context.TransferSyntax.Uid == instance.TransferSyntax.Uid) return opened;
        foreach (var next in following.Take(Depth))
        {
            if (!_ahead.ContainsKey(next)) _ahead.Add(next, Task.Run(() => OutgoingObjectSender.Open(next, contexts, _stop.Token).AsTask()));
        }
        return opened;
    }

    /// <summary>The contexts are no more: what was opened for them is closed.</summary>
    internal async ValueTask Forget()
    {
        if (_ahead.Count == 0) return;
        await _stop.CancelAsync();
        foreach (var opening in _ahead.Values)
        {
#pragma warning disable VSTHRD003 // started by this object; ends when asked, as just done
            await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (opening.IsCompletedSuccessfully && (await opening).Item2 is { } dataSet) await dataSet.DisposeAsync();
#pragma warning restore VSTHRD003
        }
        _ahead.Clear();
        _stop.Dispose();
        _stop = new();
    }

    public async ValueTask DisposeAsync()
    {
        await Forget();
        _stop.Dispose();
    }

    /// <summary>What was opened, or nothing: not begun, or failed.</summary>
    private async ValueTask<(PresentationContext? Context, Stream? DataSet, DimseStatus? Failure)> TakeAhead(IOutgoingObject instance, CancellationToken cancel)
    {
        if (!_ahead.TryGetValue(instance, out var opening)) return default;
#pragma warning disable VSTHRD003 // started by this object
        await ((Task)opening).WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancel.ThrowIfCancellationRequested(); // it stays where it is, and is closed with the others
        _ahead.Remove(instance);
        return opening.IsCompletedSuccessfully ? await opening : default;
#pragma warning restore VSTHRD003
    }
}
