using Concord.Imaging;
using Concord.Imaging.Codecs;
using Concord.Imaging.Rendering;

namespace Dicom.Tests.Imaging.Rendering;

public sealed class JpegStripsTests
{
    private readonly JpegEncoder _jpeg = new(CodecProgram.Shared);

    [Theory]
    [InlineData(1200, 2000, 1)] // several strips, the last one short
    [InlineData(1203, 1985, 1)] // blocks that are not whole, to the right and below
    [InlineData(4096, 640, 1)] // whole strips only
    [InlineData(701, 1213, 3)]
    public async Task A_picture_written_in_strips_has_the_samples_of_one_written_whole(int columns, int rows, int samples)
    {
        using var picture = Draw(columns, rows, samples);
        Assert.NotEqual(rows, JpegStrips.RowsOf(picture));
        using var file = await _jpeg.Encode(picture, 90, CancellationToken.None);
        var image = new CodecImage(columns, rows, samples, 1, 8, false);
        var job = new CodecJob(true, CodecFormat.Jpeg, image, picture.Memory) { IsLossless = false, Quality = 90, HasColorTransform = samples == 3 };
        using var whole = await CodecProgram.Shared.Run(job, CancellationToken.None);
        Assert.NotEqual(whole.Bytes.Memory.Length, file.Memory.Length);
        Assert.Equal(await Decode(image, whole.Bytes), await Decode(image, file));
    }

    [Fact]
    public async Task A_small_picture_is_one_file_without_restart_markers()
    {
        using var picture = Draw(512, 512, 1);
        using var file = await _jpeg.Encode(picture, 90, CancellationToken.None);
        Assert.Equal(-1, file.Span.IndexOf<byte>([0xFF, 0xDD]));
    }

    [Fact]
    public async Task No_more_strips_are_drawn_than_codecs_can_take_and_all_go_back()
    {
        var rows = new CountedRows(1200, 8000, failAt: int.MaxValue);
        using (await _jpeg.Encode(rows, 90, CancellationToken.None)) Assert.Equal(0, rows.Lent);
        Assert.InRange(rows.MostLent, 1, CodecProgram.Shared.Workers + 2);
        Assert.InRange(rows.LargestPiece, 1, JpegStrips.StripBytes);
    }

    [Fact]
    public async Task Strips_of_a_picture_that_fails_midway_go_back()
    {
        var rows = new CountedRows(1200, 8000, failAt: 4000);
        var failure = await Assert.ThrowsAsync<FrameException>(async () => await _jpeg.Encode(rows, 90, CancellationToken.None));
        Assert.Equal(FrameFailure.Malformed, failure.Failure);
        Assert.Equal(0, rows.Lent);
    }

    [Fact]
    public async Task Strips_of_a_picture_that_nobody_waits_for_go_back()
    {
        using var gone = new CancellationTokenSource();
        var rows = new CountedRows(1200, 8000, failAt: int.MaxValue) { OnRead = first => { if (first > 4000) gone.Cancel(); } };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _jpeg.Encode(rows, 90, gone.Token));
        Assert.Equal(0, rows.Lent);
    }

    [Fact]
    public void What_is_no_file_of_a_strip_is_not_joined()
    {
        byte[][] strips = [[], [0xFF, 0xD8, 0xFF, 0xD9], [0xFF, 0xD8, 0xFF, 0xDA, 0, 2, 0xFF, 0xD9], [0xFF, 0xD8, 0xFF, 0xC0, 0xFF, 0xFF, 0xFF, 0xD9]];
        foreach (var strip in strips)
            Assert.Equal(FrameFailure.Crashed, Assert.Throws<FrameException>(() => JpegStrips.Join([PooledBytes.Of(strip)], 64)).Failure);
    }

    private static Picture Draw(int columns, int rows, int samples)
    {
        var picture = Picture.Rent(columns, rows, samples);
        var noise = new Random(7);
        for (var i = 0; i < picture.Length; i++) picture.Span[i] = (byte)((i / samples % columns / 5) + (i / (columns * samples) / 9) + noise.Next(12));
        return picture;
    }

    private static async Task<byte[]> Decode(CodecImage image, PooledBytes file)
    {
        using var answer = await CodecProgram.Shared.Run(new CodecJob(false, CodecFormat.Jpeg, image, file.Memory) { HasColorTransform = image.Samples == 3 }, CancellationToken.None);
        return answer.Bytes.Span.ToArray();
    }

    /// <summary>Gray rows that count who has them.</summary>
    private sealed class CountedRows(int columns, int rows, int failAt) : IPictureRows
    {
        private int _lent, _mostLent;

        public int Columns => columns;

        public int Rows => rows;

        public int Samples => 1;

        public int Lent => _lent;

        public int MostLent => _mostLent;

        public int LargestPiece { get; private set; }

        public Action<int>? OnRead { get; init; }

        public ValueTask<PooledBytes> Read(int first, int count, CancellationToken cancel)
        {
            OnRead?.Invoke(first);
            if (first >= failAt) throw new FrameException(FrameFailure.Malformed, "Here it ends");
            _mostLent = Math.Max(_mostLent, Interlocked.Increment(ref _lent));
            LargestPiece = Math.Max(LargestPiece, count * columns);
            return ValueTask.FromResult(PooledBytes.Lent(new byte[count * columns], new Loan(this)));
        }

        private sealed class Loan(CountedRows owner) : IDisposable
        {
            public void Dispose() => Interlocked.Decrement(ref owner._lent);
        }
    }
}
