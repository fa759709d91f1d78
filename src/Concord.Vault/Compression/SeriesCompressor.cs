using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Index;
using Concord.Vault.Integrity;
using Concord.Vault.Lifecycle;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Compression;

/// <summary>Compresses the sealed bundles of series to which nothing comes any more, in the background, and on demand.</summary>
/// <remarks>One <see cref="Run"/> at a time; demands come from any thread, and bundles are compressed one after the other. Bundles are looked at once, by their numbers, and all again when the
/// policy changes; how far that went outlives the process.</remarks>
public sealed class SeriesCompressor : IDisposable
{
    private const string Who = "Concord";
    private const string Why = "compressed at rest";
    private const int BundlesPerPage = 256;
    private const int MaxLooked = 100_000;
    private static readonly TimeSpan TurnEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MarkEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(2);
    private readonly VaultIndex _index;
    private readonly BundleStore _store;
    private readonly FindingsJournal _findings;
    private readonly IObjectCompressor _compressor;
    private readonly Func<long, CancellationToken, Task> _seal;
    private readonly CompressionOptions _options;
    private readonly CompressionPolicy _policy;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _lock = new();
    private readonly HashSet<long> _looked = [];
    private CompressionState _state;
    private DateTimeOffset _markedAt;

    internal SeriesCompressor(VaultIndex index, BundleStore store, FindingsJournal findings, IObjectCompressor compressor, Func<long, CancellationToken, Task> seal, CompressionOptions options, TimeProvider time, ILogger log)
    {
        (_index, _store, _findings, _compressor, _seal, _options, _policy, _time, _log) = (index, store, findings, compressor, seal, options, new(options), time, log);
        var mark = MarkFile.Read(store.Around.Folder.CompressionMark, CompressionJson.Default.CompressionMark);
        _state = new(options.Enabled && compressor is not NoCompressor, mark?.Policy == _policy.Fingerprint ? mark.Position : 0, CompressionResult.None, null);
    }

    public CompressionState State => Volatile.Read(ref _state);

    /// <summary>Compresses until it is told to stop; returns at once when the settings turn it off.</summary>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public async Task Run(CancellationToken cancel)
    {
        while (State.IsOn)
        {
            await TryTurn(cancel);
            await Task.Delay(TurnEvery, _time, cancel);
        }
    }

    /// <summary>Compresses what a study, or a series of it, has now, however lately it came, and also when it was looked at before. Its open bundles are sealed first.</summary>
    /// <exception cref="CompressorUnavailableException">The codecs cannot be had; what was done before stays done.</exception>
    /// <exception cref="IOException">The disk does not take it; as above.</exception>
    public async Task<CompressionResult> CompressNow(Uid study, Uid? series, CancellationToken cancel)
    {
        var sum = CompressionResult.None;
        await _index.WaitUntilCaughtUp(cancel);
        foreach (var bundle in (await _index.FindBundlesOfStudy(study, cancel)).Where(bundle => series is null || bundle.SeriesInstanceUid == series))
        {
            await _seal(bundle.BundleId, cancel);
            await _index.WaitUntilCaughtUp(cancel);
            if (await _index.FindBundle(bundle.BundleId, cancel) is { IsSealed: true, IsWarm: false } now) sum = sum.Add(await TryCompress(now, cancel));
        }
        return sum;
    }

    /// <summary>Compresses all that was not looked at yet, however lately it came. Open bundles stay open.</summary>
    /// <exception cref="CompressorUnavailableException">As above.</exception>
    /// <exception cref="IOException">As above.</exception>
    public Task<CompressionResult> CompressNow(CancellationToken cancel) => Pass(TimeSpan.Zero, cancel);

    /// <summary>Compresses every bundle behind the mark whose series is quiet, up to the first to which something came of late.</summary>
    /// <param name="quietFor">So long nothing came.</param>
    internal async Task<CompressionResult> Pass(TimeSpan quietFor, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            return await PassOn(quietFor, cancel);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<CompressionResult> PassOn(TimeSpan quietFor, CancellationToken cancel)
    {
        var sum = CompressionResult.None;
        var since = _time.GetUtcNow() - quietFor;
        await _index.WaitUntilCaughtUp(cancel);
        while (await _index.ListBundlesBehind(State.Position, BundlesPerPage, cancel) is { Count: > 0 } page)
        {
            foreach (var (bundle, lastAt) in page)
            {
                if (!bundle.IsSealed || lastAt > since) return sum; // those behind it came later
                sum = sum.Add(await CompressSeriesOf(bundle, since, cancel));
                await Note(bundle.BundleId);
            }
            await Mark();
        }
        return sum;
    }

    public void Dispose() => _turn.Dispose();

    private async Task TryTurn(CancellationToken cancel)
    {
        try
        {
            await Pass(TimeSpan.FromHours(_options.AfterHours), cancel);
            Tell(null, null);
        }
#pragma warning disable CA1031 // one turn's trouble is not the archive's: it is told, and tried again
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Tell(error is CompressorUnavailableException ? "codecs" : Disk.IsFull(error) ? "full" : "io", error);
        }
    }

    /// <summary>All bundles of a series that is quiet; of one that is not, the last that comes will bring this one up again.</summary>
    private async Task<CompressionResult> CompressSeriesOf(BundleRow bundle, DateTimeOffset since, CancellationToken cancel)
    {
        var sum = CompressionResult.None;
        var all = await _index.ListBundlesOfSeries(new(bundle.StudyInstanceUid, bundle.SeriesInstanceUid), cancel);
        if (all.Any(other => !other.Row.IsSealed || other.LastAt > since)) return sum;
        foreach (var (one, _) in all.Where(other => !other.Row.IsWarm && !WasLooked(other.Row.BundleId)))
        {
            sum = sum.Add(await TryCompress(one, cancel));
            Looked(one.BundleId);
        }
        return sum;
    }

    /// <summary>One bundle; one that is not what was sealed is a finding, and stays as it is.</summary>
    private async Task<CompressionResult> TryCompress(BundleRow bundle, CancellationToken cancel)
    {
        if (_findings.IsOpen(bundle.BundleId)) return CompressionResult.None;
        try
        {
            if (await FindModality(bundle.BundleId, cancel) is not { } modality) return CompressionResult.None;
            var recoding = new ProvenRecoding(_compressor, _policy, _options, modality, WaitForQuiet);
            var pace = _options.BytesPerSecond > 0 ? new ScrubPace(_options.BytesPerSecond, _time) : null;
            var told = await _store.Replacements.Recode(bundle.BundleId, recoding, Who, Why, pace, cancel);
            var did = recoding.Sum;
            if (told is not null)
            {
                did = did with { Bundles = 1 };
                Looked(told.Into!.BundleId);
                await _findings.ResolveReplaced(told.From.Select(from => from.BundleId), _time.GetUtcNow());
                RewriteMetrics.CountReplaced(1);
                _log.BundleCompressed(bundle.BundleId, told.Into!.BundleId, told.Number, did.Objects, did.BytesBefore, did.BytesAfter);
            }
            lock (_lock) _state = _state with { SinceStart = _state.SinceStart.Add(did) };
            return did;
        }
        catch (BundleDamagedException damaged)
        {
            _log.NotCompressed(bundle.BundleId, damaged);
            await _findings.Report(bundle.BundleId, BundleFault.Mismatch, bundle.Sha256!, bundle.Bytes, _time.GetUtcNow());
            return CompressionResult.None;
        }
    }

    /// <summary>Of the series; null when there is nothing in the bundle that could be compressed, or no bundle.</summary>
    private Task<string?> FindModality(long bundleId, CancellationToken cancel) => _store.Around.Threads.Run(() =>
    {
        if (_store.Sealed.Load(bundleId)?.Objects.FirstOrDefault(MayBeTaken) is not { } known) return null;
        using var stream = _store.Around.Files.Open(bundleId, known.Entry.DataSetOffset, known.Entry.DataSetLength);
        try
        {
            return HeadReader.Read(new ByteSource.Streamed(stream), known.Entry.TransferSyntax, HeadBytes).Head.GetString(Tags.Modality) ?? "";
        }
        catch (DicomFormatException)
        {
            return ""; // each of its objects says for itself that it cannot be read
        }
    });

    private const int HeadBytes = 16 << 20;

    private bool MayBeTaken(SealedEntry known) => known.Kind == EntryKind.Instance && known.Original is null && known.PixelDataOffset >= 0 && _compressor.Takes(known.Entry.TransferSyntax);

    /// <summary>What is received goes first.</summary>
    private async Task WaitForQuiet(CancellationToken cancel)
    {
        while (!_store.Around.IsDiskHealthy || !_index.IsHealthy || !_index.HasRoom || _store.Budget.IsHalfSpent) await Task.Delay(BusyPause, _time, cancel);
    }

    /// <summary>What stayed as it came would only stay again. Forgotten with the process: looking twice does no harm.</summary>
    private void Looked(long bundleId)
    {
        lock (_lock)
        {
            if (_looked.Count >= MaxLooked) _looked.Clear();
            _looked.Add(bundleId);
        }
    }

    private bool WasLooked(long bundleId)
    {
        lock (_lock) return _looked.Contains(bundleId);
    }

    private async Task Note(long bundleId)
    {
        lock (_lock) _state = _state with { Position = bundleId };
        if (_time.GetUtcNow() - _markedAt >= MarkEvery) await Mark();
    }

    private async Task Mark()
    {
        _markedAt = _time.GetUtcNow();
        var mark = new CompressionMark(_policy.Fingerprint, State.Position);
        await _store.Around.Threads.Run(() => MarkFile.Write(_store.Around.Folder.CompressionMark, _store.Around.Disk, mark, CompressionJson.Default.CompressionMark));
    }

    private void Tell(string? trouble, Exception? error)
    {
        if (State.Trouble != trouble && trouble is not null) _log.CompressionPutOff(trouble, error!);
        lock (_lock) _state = _state with { Trouble = trouble };
    }
}
