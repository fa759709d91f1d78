using Concord.Imaging.Codecs;

namespace Concord.Imaging.Rendering;

/// <summary>Writes pictures as baseline JPEG (ISO/IEC 10918-1), in codec processes: a large one in strips, several at once.</summary>
/// <remarks>Any number of callers.</remarks>
public sealed class JpegEncoder(CodecPool pool)
{
    /// <summary>What a picture that is drawn by rows takes beside its file, bytes, about.</summary>
    public const long MaxStripBytes = MaxAhead * 6L * JpegStrips.StripBytes;

    private const int MaxSide = 65_500;

    private const int MaxAhead = 8;

    /// <summary>Strips of one picture that are drawn or wait for a codec, at most.</summary>
    private readonly int _maxAhead = Math.Min(pool.Workers + 1, MaxAhead);

    /// <summary>The file; the caller gives it back.</summary>
    /// <param name="quality">1 (small) to 100 (near to the picture).</param>
    /// <exception cref="FrameException">The picture is too wide or too tall for a JPEG, or the codec failed.</exception>
    public async ValueTask<PooledBytes> Encode(IPictureRows picture, int quality, CancellationToken cancel)
    {
        if (picture.Columns > MaxSide || picture.Rows > MaxSide) throw new FrameException(FrameFailure.TooLarge, "The picture is larger than a JPEG can be");
        var stripRows = JpegStrips.RowsOf(picture);
        return stripRows == picture.Rows
            ? await EncodeStrip(picture, await picture.Read(0, stripRows, cancel), stripRows, quality, restartRows: 0, cancel)
            : await EncodeStrips(picture, stripRows, quality, cancel);
    }

    /// <summary>Draws one strip after the other while those before it are encoded.</summary>
    private async ValueTask<PooledBytes> EncodeStrips(IPictureRows picture, int stripRows, int quality, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var ahead = new Queue<Task<PooledBytes>>();
        var strips = new List<PooledBytes>();
        try
        {
            for (var first = 0; first < picture.Rows; first += stripRows)
            {
                if (ahead.Count == _maxAhead) strips.Add(await ahead.Dequeue());
                var count = Math.Min(stripRows, picture.Rows - first);
                ahead.Enqueue(EncodeStrip(picture, await picture.Read(first, count, cancel), count, quality, restartRows: 1, stop.Token));
            }
            while (ahead.TryDequeue(out var next)) strips.Add(await next);
            return JpegStrips.Join(strips, picture.Rows);
        }
        finally
        {
            await stop.CancelAsync();
            while (ahead.TryDequeue(out var left))
            {
                await ((Task)left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // one has failed already: that is told
                if (left.IsCompletedSuccessfully) (await left).Dispose();
            }
            strips.ForEach(strip => strip.Dispose());
        }
    }

    /// <param name="rows">Given back as soon as no codec needs them.</param>
    private async Task<PooledBytes> EncodeStrip(IPictureRows picture, PooledBytes rows, int count, int quality, int restartRows, CancellationToken cancel)
    {
        using (rows)
        {
            var image = new CodecImage(picture.Columns, count, picture.Samples, 1, 8, false);
            var job = new CodecJob(true, CodecFormat.Jpeg, image, rows.Memory) { IsLossless = false, Quality = quality, HasColorTransform = picture.Samples == 3, RestartRows = restartRows };
            return (await pool.Run(job, cancel)).Bytes;
        }
    }
}
