using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Imaging;
using Concord.Imaging.Frames;
using Concord.Imaging.Transcoding;
using Concord.Server.DicomWeb.Retrieve;
using Concord.Server.Imaging;
using Concord.Server.Settings;
using Concord.Vault.Bundles;
using Concord.Vault.Compression;

namespace Concord.Server.Retrieve;

/// <summary>Stored objects in syntaxes that they do not lie in: native ones moved (<see cref="Reencoder"/>), compressed ones decoded, and compressed anew without loss.</summary>
/// <remarks>Never lossily: other samples are another object (PS3.3 §C.7.6.1.1.3), and it was not asked for. Any number of callers.</remarks>
internal sealed class ObjectForms(BundleReader bundles, HeadSource heads, Reencoder reencoder, Transcoder transcoder, DicomWebOptions options) : IDisposable
{
    /// <summary>Decoded bytes up to which an object is made whole before its first byte goes out, so that its failure is its own.</summary>
    private const long MaxWholeBytes = 32 << 20;

    /// <summary>Decoded frames of one object that are worked on at once.</summary>
    private const long MaxBytesAtOnce = 32 << 20;

    private static readonly TranscodeOptions Options = TranscodeOptions.Lossless with { MaxBytes = MaxBytesAtOnce };

    private readonly SemaphoreSlim _wholes = new(options.MaxReencodings); // streams need none: they hold a few frames, however slow their reader

    /// <summary>By the syntaxes alone: what turns out not to fit the image is null, or a <see cref="FrameException"/>, when opened.</summary>
    public bool MayBecome(BundleEntry entry, TransferSyntax target) => reencoder.Can(NativeFormOf(entry, target), target) || MayTranscode(entry.TransferSyntax, target);

    /// <summary>The object as it came, when it was compressed at rest since and came in that syntax: its bytes are the answer. Else null.</summary>
    public BundleEntry? OriginalIn(BundleEntry entry, TransferSyntax target) => OriginalOf(entry) is { } original && original.TransferSyntax.Uid == target.Uid ? original : null;

    /// <summary>The object as it came, when it was compressed at rest since: what those get who name no syntax. Else null.</summary>
    public BundleEntry? OriginalOf(BundleEntry entry) => bundles.OriginalOf(entry);

    /// <summary>The same for sure, but for frames that are damaged: looks at the image where that decides.</summary>
    public async Task<bool> Can(BundleEntry entry, TransferSyntax target, CancellationToken cancel)
    {
        if (!MayBecome(entry, target)) return false;
        if (!target.IsEncapsulated) return true;
        try
        {
            return await OpenFrames(entry, cancel) is { } source && Transcoder.Can(source.TransferSyntax, target, source.Image, Options);
        }
        catch (FrameException)
        {
            return false; // no image
        }
    }

    /// <summary>The data set (no File Meta Information) in the other syntax; null when it cannot be given in that.</summary>
    /// <exception cref="FrameException">A frame of it cannot be had.</exception>
    public async Task<Stream?> Open(BundleEntry entry, TransferSyntax target, CancellationToken cancel)
    {
        var native = NativeFormOf(entry, target);
        if (native != entry && native.TransferSyntax.Uid == target.Uid) return await OpenOriginal(native, cancel);
        if (reencoder.Can(native, target)) return await Reencode(native, target, cancel);
        if (!MayTranscode(entry.TransferSyntax, target)) return null;
        if (await OpenFrames(entry, cancel) is not { } source) return await OpenWithoutPixels(entry, target, cancel);
        if (!Transcoder.Can(source.TransferSyntax, target, source.Image, Options)) return null;
        if (source.Count * (long)source.Image.DecodedFrameBytes > MaxWholeBytes) return await TranscodedStream.Open(transcoder, source, target, Options, cancel);
        await _wholes.WaitAsync(cancel);
        try
        {
            var dataSet = await transcoder.ToDataSet(source, target, Options, cancel);
            return new MemoryStream(DataSetWriter.ToArray(dataSet, target), writable: false);
        }
        finally
        {
            _wholes.Release();
        }
    }

    /// <summary>The frames of an object; null when it has none.</summary>
    /// <exception cref="FrameException">Its attributes describe no image.</exception>
    public async Task<IFrameSource?> OpenFrames(BundleEntry entry, CancellationToken cancel)
    {
        if (await StoredFrameSource.Open(bundles, heads, entry, cancel) is { } stored) return stored;
        if (!entry.TransferSyntax.IsDeflated || await reencoder.TryRead(entry, cancel) is not { } dataSet || DataSetFrames.PixelDataOf(dataSet) is null) return null;
        return DataSetFrames.Of(dataSet, entry.TransferSyntax);
    }

    /// <summary>One frame in another syntax: native samples by pixel, or a compressed stream.</summary>
    public Task<PooledBytes> MakeFrame(IFrameSource source, int index, TransferSyntax target, CancellationToken cancel) => transcoder.ToFrame(source, index, target, Options, cancel);

    /// <summary>What another native syntax is made of: the object as it came, when it was compressed at rest since.</summary>
    private BundleEntry NativeFormOf(BundleEntry entry, TransferSyntax target) => !target.IsEncapsulated && bundles.OriginalOf(entry) is { } original ? original : entry;

    /// <summary>Restored before the first byte goes out.</summary>
    private async Task<Stream> OpenOriginal(BundleEntry original, CancellationToken cancel)
    {
        Stream? stream = null;
        try
        {
            stream = bundles.OpenDataSet(original);
            _ = await stream.ReadAsync(Memory<byte>.Empty, cancel);
            return stream;
        }
        catch (Exception failed)
        {
            if (stream is not null) await stream.DisposeAsync();
            if (failed is CompressorUnavailableException) throw new FrameException(FrameFailure.Unavailable, failed.Message);
            if (failed is DicomFormatException) throw new FrameException(FrameFailure.Malformed, "The object is not well formed and cannot be corrected");
            throw;
        }
    }

    private async Task<Stream?> Reencode(BundleEntry native, TransferSyntax target, CancellationToken cancel)
    {
        try
        {
            return await reencoder.TryReencode(native, target, cancel) is { } bytes ? new MemoryStream(bytes, writable: false) : null;
        }
        catch (CompressorUnavailableException unavailable)
        {
            throw new FrameException(FrameFailure.Unavailable, unavailable.Message);
        }
    }

    private static bool MayTranscode(TransferSyntax from, TransferSyntax target) => from.Uid != target.Uid && Transcoder.Can(from, target, null, Options);

    private async Task<Stream?> OpenWithoutPixels(BundleEntry entry, TransferSyntax target, CancellationToken cancel)
    {
        if (target.IsEncapsulated || await reencoder.TryRead(entry, cancel) is not { } dataSet || DataSetFrames.PixelDataOf(dataSet) is not null) return null;
        if (dataSet.Contains(Tags.PixelDataProviderURL)) return null; // its pixels are elsewhere, and only in the syntax that says so
        return new MemoryStream(DataSetWriter.ToArray(dataSet, target), writable: false);
    }

    public void Dispose() => _wholes.Dispose();
}
