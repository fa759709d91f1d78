using System.Threading.Channels;

namespace Concord.Clinic.Worklist;

/// <summary>Who listens now, by AE title. Any number of threads.</summary>
internal sealed class Listeners(WorklistOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<Channel<StepEvent>>> _open = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Begins to listen; null when there are too many.</summary>
    public WorklistListener? Open(string aeTitle)
    {
        lock (_lock)
        {
            if (_count >= options.MaxListeners) return null;
            var channel = Channel.CreateBounded<StepEvent>(new BoundedChannelOptions(options.MaxWaitingEvents) { SingleReader = true });
            if (!_open.TryGetValue(aeTitle, out var channels)) _open.Add(aeTitle, channels = []);
            channels.Add(channel);
            _count++;
            return new(channel.Reader, () => Close(aeTitle, channel));
        }
    }

    /// <summary>Tells everyone of that title; who reads too slowly is let go.</summary>
    public void Tell(string aeTitle, StepEvent told)
    {
        lock (_lock)
        {
            if (!_open.TryGetValue(aeTitle, out var channels)) return;
            foreach (var channel in channels)
                if (!channel.Writer.TryWrite(told)) channel.Writer.TryComplete();
        }
    }

    /// <summary>Nobody is told anything more.</summary>
    public void CloseAll()
    {
        lock (_lock)
            foreach (var channel in _open.Values.SelectMany(channels => channels)) channel.Writer.TryComplete();
    }

    private void Close(string aeTitle, Channel<StepEvent> channel)
    {
        lock (_lock)
        {
            if (!_open.TryGetValue(aeTitle, out var channels) || !channels.Remove(channel)) return;
            channel.Writer.TryComplete();
            _count--;
            if (channels.Count == 0) _open.Remove(aeTitle);
        }
    }
}
