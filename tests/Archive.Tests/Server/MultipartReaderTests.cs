using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Concord.Server.DicomWeb.Store;
using FsCheck;
using FsCheck.Fluent;

namespace Archive.Tests.Server;

public sealed class MultipartReaderTests
{
    private const string Boundary = "x-y_z";

    private const string TwoParts =
        "--x-y_z\r\nContent-Type: application/dicom\r\n\r\none\r\n--x-y\r\nmore\r\n--x-y_z  \r\ncontent-type:APPLICATION/DICOM; transfer-syntax=1.2\r\nX: y\r\n\r\n\r\n\r\n--x-y_z--\r\nepilogue";

    [Fact]
    public async Task Reads_the_same_parts_at_every_split()
    {
        var body = Encoding.ASCII.GetBytes(TwoParts);
        for (var split = 0; split <= body.Length; split++)
            Assert.Equal(["application/dicom:one\r\n--x-y\r\nmore", "application/dicom:\r\n"], await Read([body[..split], body[split..]]));
    }

    [Fact]
    public async Task Reads_the_same_parts_one_byte_at_a_time() =>
        Assert.Equal(["application/dicom:one\r\n--x-y\r\nmore", "application/dicom:\r\n"], await Read(Encoding.ASCII.GetBytes(TwoParts).Select(b => new[] { b })));

    [Fact]
    public async Task Finds_a_delimiter_across_small_segments_of_one_buffer()
    {
        var body = Encoding.ASCII.GetBytes(TwoParts);
        for (var size = 1; size < 12; size++)
        {
            var pipe = new Pipe(new PipeOptions(minimumSegmentSize: 1, pool: new TinyPool(size)));
            await Fill(pipe.Writer, body.Chunk(size).ToList(), size);
            Assert.Equal(2, (await ReadAll(new MultipartReader(pipe.Reader, Boundary, 1024))).Count);
        }
    }

    [Fact]
    public async Task Passes_over_a_preamble() =>
        Assert.Equal([":a"], await Read([Encoding.ASCII.GetBytes("This is a multipart message.\r\n--x-y_z\r\n\r\na\r\n--x-y_z--")]));

    [Fact]
    public async Task Passes_over_the_rest_of_a_part_that_is_not_read()
    {
        var pipe = new Pipe();
        await Fill(pipe.Writer, [Encoding.ASCII.GetBytes(TwoParts)], TwoParts.Length);
        var reader = new MultipartReader(pipe.Reader, Boundary, 1024);
        Assert.NotNull(await reader.ReadNextPart(default));
        Assert.NotNull(await reader.ReadNextPart(default));
        Assert.Null(await reader.ReadNextPart(default));
    }

    [Theory]
    [InlineData("--x-y_z\r\nContent-Type: a/b\r\n\r\nbytes", "inside a part")]
    [InlineData("--x-y_z\r\nContent-Type: a/b\r\n", "header fields")]
    [InlineData("--x-y_z", "after a delimiter")]
    [InlineData("", "does not begin")]
    [InlineData("--other\r\n\r\n", "does not begin")]
    [InlineData("--x-y_zz\r\nA: b\r\n\r\nc\r\n--x-y_z--", "something else")]
    [InlineData("--x-y_z\r\n: nameless\r\n\r\nc\r\n--x-y_z--", "no name")]
    public async Task Says_what_is_wrong_with_a_damaged_body(string body, string reason)
    {
        var damaged = await Assert.ThrowsAsync<MultipartException>(() => Read([Encoding.ASCII.GetBytes(body)]));
        Assert.Contains(reason, damaged.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--x-y_z\r\n")]
    [InlineData("")]
    public async Task Bounds_what_it_looks_through(string start)
    {
        var body = Encoding.ASCII.GetBytes(start + new string('h', 100_000));
        await Assert.ThrowsAsync<MultipartException>(() => Read([body]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ends in space ")]
    [InlineData("tab\there")]
    [InlineData("123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901")]
    public void Refuses_a_boundary_that_is_none(string boundary) =>
        Assert.Throws<MultipartException>(() => new MultipartReader(new Pipe().Reader, boundary, 1024));

#pragma warning disable VSTHRD002 // properties are synchronous, and nothing here waits for this thread
    [Fact]
    public void Reads_back_any_bytes_however_they_are_cut() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(
            ArbMap.Default.ArbFor<byte[][]>(), ArbMap.Default.ArbFor<PositiveInt>(), (contents, cut) => ReadsBack(contents, cut.Get).GetAwaiter().GetResult()));
#pragma warning restore VSTHRD002

    private static async Task<bool> ReadsBack(byte[][] contents, int cut)
    {
        var body = new MemoryStream();
        foreach (var content in contents)
        {
            body.Write("\r\n--x-y_z\r\nContent-Type: application/dicom\r\n\r\n"u8);
            body.Write(content);
        }
        body.Write("\r\n--x-y_z--"u8);
        var parts = await Read(body.ToArray()[2..].Chunk(cut));
        return parts.SequenceEqual(contents.Select(content => "application/dicom:" + Encoding.Latin1.GetString(content)));
    }

    private static async Task<List<string>> Read(IEnumerable<byte[]> chunks)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var filling = Fill(pipe.Writer, chunks.ToList(), int.MaxValue);
        var parts = await ReadAll(new MultipartReader(pipe.Reader, Boundary, 1024));
        await filling;
        return parts;
    }

    private static async Task Fill(PipeWriter writer, IReadOnlyList<byte[]> chunks, int size)
    {
        foreach (var chunk in chunks)
        {
            writer.Write(chunk);
            if (size == int.MaxValue)
            {
                await writer.FlushAsync();
                await Task.Yield();
            }
        }
        await writer.CompleteAsync();
    }

    private static async Task<List<string>> ReadAll(MultipartReader reader)
    {
        var parts = new List<string>();
        while (await reader.ReadNextPart(default) is { } headers)
        {
            var content = new StringBuilder(headers.ContentType + ":");
            while (await reader.ReadBody(default) is { } piece) content.Append(Encoding.Latin1.GetString(piece));
            parts.Add(content.ToString());
        }
        return parts;
    }

    /// <summary>Gives blocks of a few bytes, so that a pipe's buffer has many segments.</summary>
    private sealed class TinyPool(int size) : MemoryPool<byte>
    {
        public override int MaxBufferSize => int.MaxValue;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => new Block(Math.Max(size, minBufferSize));

        protected override void Dispose(bool disposing)
        {
        }

        private sealed class Block(int length) : IMemoryOwner<byte>
        {
            public Memory<byte> Memory { get; } = new byte[length];

            public void Dispose()
            {
            }
        }
    }
}
