using System.Threading.Channels;

namespace Concord.Clinic.Worklist;

/// <summary>Events for one who listens, in order; they end when the listener is too slow or the archive ends.</summary>
public sealed class WorklistListener : IDisposable
{
    private readonly Action _close;

    internal WorklistListener(ChannelReader<StepEvent> events, Action close) => (Events, _close) = (events, close);

    public ChannelReader<StepEvent> Events { get; }

    public void Dispose() => _close();
}
