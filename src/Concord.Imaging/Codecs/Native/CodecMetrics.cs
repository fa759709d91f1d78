using System.Diagnostics.Metrics;

namespace Concord.Imaging.Codecs.Native;

/// <summary>Meter <c>Concord.Imaging.Codecs</c>.</summary>
internal sealed class CodecMetrics : IDisposable
{
    private readonly Meter _meter = new("Concord.Imaging.Codecs");
    private readonly Counter<long> _decoded, _encoded, _failed, _restarts;

    public CodecMetrics(JobQueue queue)
    {
        _decoded = _meter.CreateCounter<long>("concord.codec.decoded", "{frame}", "Frames that a codec worked on to decode");
        _encoded = _meter.CreateCounter<long>("concord.codec.encoded", "{frame}", "Frames that a codec worked on to encode");
        _failed = _meter.CreateCounter<long>("concord.codec.failed", "{frame}", "Frames that could not be had");
        _restarts = _meter.CreateCounter<long>("concord.codec.restarts", "{process}", "Codec processes that crashed or were too slow");
        _meter.CreateObservableGauge("concord.codec.waiting", () => queue.Waiting, "{frame}", "Frames that wait for a codec");
    }

    public void Did(bool isEncoding) => (isEncoding ? _encoded : _decoded).Add(1);

    public void Failed() => _failed.Add(1);

    public void Restarted() => _restarts.Add(1);

    public void Dispose() => _meter.Dispose();
}
