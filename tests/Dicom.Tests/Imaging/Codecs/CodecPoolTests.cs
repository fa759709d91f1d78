using Concord.Imaging;
using Concord.Imaging.Codecs;
using Concord.Imaging.Codecs.Native;

namespace Dicom.Tests.Imaging.Codecs;

/// <summary>What a codec does wrong costs one frame; the next is done by a fresh process. The program's own self-test misbehaves on request.</summary>
public sealed class CodecPoolTests
{
    private const int Echo = 0, Abort = 1, Spin = 2, Hoard = 3, OpenFile = 4, OpenSocket = 5, Fork = 6, Fault = 7, Overrun = 8, OtherImage = 9;

    private static readonly CodecImage Image = new(64, 32, 1, 2, 16, false);

    [Fact]
    public async Task Bytes_come_back_whole_over_shared_memory_many_at_a_time()
    {
        await using var pool = new CodecPool(CodecProgram.Options());
        await Parallel.ForEachAsync(Enumerable.Range(1, 60), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
        {
            var sent = new byte[number * 37_001];
            new Random(number).NextBytes(sent);
            using var answer = await pool.Run(Job(Echo, sent) with { Image = new(37_001, number, 1, 1, 8, false) }, CodecVerb.SelfTest, default);
            Assert.True(answer.Bytes.Span.SequenceEqual(sent));
        });
    }

    [Theory]
    [InlineData(Abort, FrameFailure.Crashed)]
    [InlineData(Fault, FrameFailure.Crashed)]
    [InlineData(Spin, FrameFailure.TimedOut)]
    [InlineData(Hoard, FrameFailure.TooLarge)]
    [InlineData(Overrun, FrameFailure.Crashed)]
    [InlineData(OtherImage, FrameFailure.Crashed)]
    public async Task A_codec_that_misbehaves_costs_its_frame_and_no_other(int what, FrameFailure failure)
    {
        await using var pool = new CodecPool(CodecProgram.Options() with { Workers = 1, FrameSeconds = what == Spin ? 1 : 20, MaxWorkerBytes = 512 << 20 });
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(failure, (await Assert.ThrowsAsync<FrameException>(() => Ask(pool, what, new byte[9]))).Failure);
            using var next = await Ask(pool, Echo, [1, 2, 3]);
            Assert.Equal([1, 2, 3], next.Bytes.Memory.ToArray());
        }
    }

    [Theory]
    [InlineData(OpenFile, "open")]
    [InlineData(OpenSocket, "socket")]
    [InlineData(Fork, "fork")]
    public async Task A_worker_opens_no_file_no_socket_and_no_process(int what, string call)
    {
        await using var pool = new CodecPool(CodecProgram.Options());
        var refused = await Assert.ThrowsAsync<FrameException>(() => Ask(pool, what, [0]));
        Assert.Equal($"{call}: Operation not permitted", refused.Message);
    }

    [Fact]
    public async Task When_the_line_is_full_a_job_is_refused_and_those_in_it_are_done()
    {
        await using var pool = new CodecPool(CodecProgram.Options() with { Workers = 1, MaxWaiting = 2, FrameSeconds = 2 });
        var slow = Ask(pool, Spin, [0]);
        Task<CodecAnswer>[] waiting;
        do waiting = [Ask(pool, Echo, [1]), Ask(pool, Echo, [2])]; // until the slow one has left the line
        while (waiting.Any(job => job.IsFaulted));
        Assert.Equal(FrameFailure.Busy, (await Assert.ThrowsAsync<FrameException>(() => Ask(pool, Echo, [3]))).Failure);
        Assert.Equal(FrameFailure.TimedOut, await FailureOf(slow));
        foreach (var answer in await Task.WhenAll(waiting)) answer.Dispose();
    }

    [Fact]
    public async Task Who_cancels_is_let_go_at_once_and_the_worker_goes_on()
    {
        await using var pool = new CodecPool(CodecProgram.Options() with { Workers = 1, FrameSeconds = 1 });
        using var cancel = new CancellationTokenSource();
        var slow = pool.Run(Job(Spin, [0]), CodecVerb.SelfTest, cancel.Token).AsTask();
        var next = Ask(pool, Echo, [7]);
        await cancel.CancelAsync();
        await Task.WhenAny(slow);
        Assert.True(slow.IsCanceled);
        using var answer = await next;
        Assert.Equal([7], answer.Bytes.Memory.ToArray());
    }

    [Fact]
    public async Task Jobs_that_somebody_waits_for_come_before_those_in_the_background()
    {
        await using var pool = new CodecPool(CodecProgram.Options() with { Workers = 1, FrameSeconds = 1 });
        var slow = Ask(pool, Spin, [0]);
        var background = pool.Run(Job(Spin, [1]) with { IsBackground = true }, CodecVerb.SelfTest, default).AsTask();
        var foreground = Ask(pool, Echo, [2]);
        await FailureOf(slow);
        await FailureOf(background); // a second after it begins
        Assert.True(foreground.IsCompletedSuccessfully);
        (await foreground).Dispose();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 1)]
    public async Task A_worker_that_the_kernel_does_not_fence_in_is_told_of(int greeting, int expected)
    {
        var folder = Directory.CreateTempSubdirectory("concord-codec-");
        try
        {
            var program = Path.Combine(folder.FullName, "codec"); // greets as the program does, fenced or not, and ends
            await File.WriteAllTextAsync(program, $"#!/bin/sh\nprintf '1CDC\\{greeting}\\0\\0\\0'\nhead -c 240 /dev/zero\n");
            using (var mode = System.Diagnostics.Process.Start("chmod", ["+x", program])) await mode.WaitForExitAsync();
            var told = 0;
            await using (var pool = new CodecPool(new() { ProgramPath = program, Workers = 1, Unfenced = () => Interlocked.Increment(ref told) }))
                Assert.Equal(FrameFailure.Crashed, await FailureOf(Ask(pool, Echo, [1, 2])));
            Assert.Equal(expected, told);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Without_the_program_a_frame_is_unavailable()
    {
        await using var pool = new CodecPool(new() { ProgramPath = "/nowhere/concord-codec" });
        Assert.Equal(FrameFailure.Unavailable, (await Assert.ThrowsAsync<FrameException>(() => Ask(pool, Echo, [1]))).Failure);
        await using var another = new CodecPool(new() { ProgramPath = "/bin/true" });
        Assert.Equal(FrameFailure.Unavailable, (await Assert.ThrowsAsync<FrameException>(() => Ask(another, Echo, [1]))).Failure);
    }

    [Fact]
    public async Task A_pool_that_is_closed_ends_what_it_does()
    {
        var pool = new CodecPool(CodecProgram.Options() with { Workers = 1 });
        var slow = Ask(pool, Spin, [0]);
        var waiting = Ask(pool, Echo, [1]);
        await pool.DisposeAsync();
        await FailureOf(slow);
        await FailureOf(waiting);
        Assert.Equal(FrameFailure.Busy, (await Assert.ThrowsAsync<FrameException>(() => Ask(pool, Echo, [1]))).Failure);
    }

    private static async Task<FrameFailure> FailureOf(Task<CodecAnswer> job)
    {
#pragma warning disable VSTHRD003 // a job of this test, begun with it
        await Task.WhenAny(job);
#pragma warning restore VSTHRD003
        return Assert.IsType<FrameException>(job.Exception?.InnerException).Failure;
    }

    private static CodecJob Job(int what, byte[] input) => new(false, CodecFormat.Jpeg, Image, input) { Quality = what };

    private static async Task<CodecAnswer> Ask(CodecPool pool, int what, byte[] input) => await pool.Run(Job(what, input), CodecVerb.SelfTest, default);
}
