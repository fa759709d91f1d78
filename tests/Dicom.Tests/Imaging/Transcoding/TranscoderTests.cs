using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Imaging;
using Concord.Imaging.Codecs;
using Concord.Imaging.Frames;
using Concord.Imaging.Transcoding;

namespace Dicom.Tests.Imaging.Transcoding;

/// <summary>Whole objects from one transfer syntax into another: the samples stay, the head says what is there.</summary>
public sealed class TranscoderTests
{
    private static readonly FrameDecoder Decoder = new(CodecProgram.Shared);
    private static readonly Transcoder Transcoder = new(Decoder, new(CodecProgram.Shared));
    private static readonly string Fixtures = Path.Combine(Repository.Root, "tests", "Fixtures", "synthetic", "ts");

    public static TheoryData<string> Compressed => [.. Names];

    private static IEnumerable<string> Names => Directory.GetFiles(Fixtures).Select(path => Path.GetFileName(path)!)
        .Where(name => !name.StartsWith("video", StringComparison.Ordinal) && !name.StartsWith("jpip", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Compressed))]
    public async Task What_is_decompressed_has_the_same_samples_in_memory_and_as_a_stream(string name)
    {
        var source = Open(await File.ReadAllBytesAsync(Path.Combine(Fixtures, name)));
        foreach (var target in new[] { TransferSyntax.ExplicitVrLittleEndian, TransferSyntax.ImplicitVrLittleEndian, TransferSyntax.ExplicitVrBigEndian, TransferSyntax.DeflatedExplicitVrLittleEndian })
        {
            var made = await Transcoder.ToDataSet(source, target, TranscodeOptions.Lossless, default);
            var streamed = DataSetReader.Read(await Stream(source, target), target);
            var written = DataSetReader.Read(DataSetWriter.ToArray(made, target), target);
            Assert.Equal(DataSetWriter.ToArray(written, TransferSyntax.ExplicitVrLittleEndian), DataSetWriter.ToArray(streamed, TransferSyntax.ExplicitVrLittleEndian));
            Assert.Equal(await Samples(source), await Samples(DataSetFrames.Of(streamed, target)));
            Assert.Equal(source.Head.GetUid(Tags.SOPInstanceUID), made.GetUid(Tags.SOPInstanceUID));
            Assert.False(made.Contains(Tags.ExtendedOffsetTable));
        }
    }

    [Fact]
    public async Task Every_object_of_the_corpus_that_decodes_can_be_given_native()
    {
        if (Corpus.Root is null) return;
        var failed = new ConcurrentQueue<string>();
        var done = 0;
        await Parallel.ForEachAsync(Corpus.Manifest(9).Where(row => row["pixel_sha256"].Length > 0), new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (row, _) =>
        {
            string? expected;
            DataSetFrames source;
            try
            {
                source = Open(Corpus.Read(row["path"]));
                expected = await Samples(source);
            }
            catch (Exception e) when (e is FrameException or DicomFormatException)
            {
                return; // the decoder's tests tell which
            }
            var target = new[] { TransferSyntax.ExplicitVrLittleEndian, TransferSyntax.ExplicitVrBigEndian, TransferSyntax.DeflatedExplicitVrLittleEndian }[row["path"].Length % 3];
            var streamed = DataSetFrames.Of(DataSetReader.Read(await Stream(source, target), target), target);
            if (expected != await Samples(streamed)) failed.Enqueue(row["path"]);
            Interlocked.Increment(ref done);
        });
        Assert.Empty(failed);
        Assert.True(done > 50);
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2.4.201")]
    [InlineData("1.2.840.10008.1.2.4.202")]
    [InlineData("1.2.840.10008.1.2.4.90")]
    [InlineData("1.2.840.10008.1.2.4.80")]
    [InlineData("1.2.840.10008.1.2.5")]
    public async Task What_is_compressed_anew_has_the_same_samples_in_memory_and_as_a_stream(string uid)
    {
        var target = TransferSyntax.Of(Uid.Parse(uid));
        var done = 0;
        foreach (var name in Names)
        {
            var source = Open(await File.ReadAllBytesAsync(Path.Combine(Fixtures, name)));
            if (!Transcoder.Can(source.TransferSyntax, target, source.Image, TranscodeOptions.Lossless)) continue;
            var made = await Transcoder.ToDataSet(source, target, TranscodeOptions.Lossless, default);
            var streamed = DataSetReader.Read(await Stream(source, target), target);
            Assert.Equal(await Samples(source), await Samples(DataSetFrames.Of(made, target)));
            Assert.Equal(await Samples(source), await Samples(DataSetFrames.Of(streamed, target)));
            Assert.Equal(source.Head.GetUid(Tags.SOPInstanceUID), made.GetUid(Tags.SOPInstanceUID));
            done++;
        }
        Assert.True(done > 10);
    }

    [Fact]
    public async Task Colour_that_was_YBR_is_RGB_afterwards_and_what_was_lossy_stays_said_so()
    {
        var source = Open(await File.ReadAllBytesAsync(Path.Combine(Fixtures, "jpeg-baseline-q90_rgb8.dcm")));
        var made = await Transcoder.ToDataSet(source, TransferSyntax.ExplicitVrLittleEndian, TranscodeOptions.Lossless, default);
        Assert.Equal("RGB", made.GetString(Tags.PhotometricInterpretation));
        Assert.Equal(0, made.GetInt(Tags.PlanarConfiguration));
        Assert.Equal("01", made.GetString(Tags.LossyImageCompression));
        Assert.Equal(Vr.OB, made[Tags.PixelData].Vr);
    }

    [Theory]
    [InlineData("jpegls-near3_u8.dcm", "01")]
    [InlineData("jpegls_u8.dcm", null)]
    [InlineData("j2k-irrev-r10_u8.dcm", "01")]
    [InlineData("j2k-lossless_rgb16.dcm", null)]
    [InlineData("htj2k-lossy_mr12u.dcm", "01")]
    [InlineData("jpeg-extended12_mr12u.dcm", "01")]
    public async Task What_a_stream_says_that_it_lost_is_said_of_its_samples(string name, string? said)
    {
        var source = Open(await File.ReadAllBytesAsync(Path.Combine(Fixtures, name)));
        source.Head.Remove(Tags.LossyImageCompression);
        var made = await Transcoder.ToDataSet(source, TransferSyntax.ExplicitVrLittleEndian, TranscodeOptions.Lossless, default);
        Assert.Equal(said, made.GetString(Tags.LossyImageCompression));
    }

    [Fact]
    public async Task Frames_of_1_bit_are_packed_without_gaps()
    {
        var frames = new byte[3][];
        for (var i = 0; i < 3; i++) frames[i] = [(byte)(0x5A + i), 1];
        var head = Head(3, 3, 1, 3).Set(DataElement.Encapsulated(Tags.PixelData, [default, .. frames.Select(Rle)]));
        var made = await Transcoder.ToDataSet(DataSetFrames.Of(head, TransferSyntax.Of(Uid.Parse("1.2.840.10008.1.2.5"))), TransferSyntax.ExplicitVrLittleEndian, TranscodeOptions.Lossless, default);
        var expected = (0x15AL | (0x15BL << 9) | (0x15CL << 18));
        Assert.Equal([(byte)expected, (byte)(expected >> 8), (byte)(expected >> 16), (byte)(expected >> 24)], made[Tags.PixelData].Value.ToArray());
    }

    [Fact]
    public async Task A_compressed_icon_becomes_native_and_the_source_is_left_alone()
    {
        var icon = Head(1, 2, 8, 1).Set(DataElement.Encapsulated(Tags.PixelData, [default, Rle([7, 9])]));
        var head = Head(1, 2, 8, 1).Set(DataElement.Encapsulated(Tags.PixelData, [default, Rle([1, 2])]));
        head.SetItems(Tags.IconImageSequence, icon);
        var made = await Transcoder.ToDataSet(DataSetFrames.Of(head, TransferSyntax.Of(Uid.Parse("1.2.840.10008.1.2.5"))), TransferSyntax.ExplicitVrLittleEndian, TranscodeOptions.Lossless, default);
        Assert.Equal([7, 9], made.GetItems(Tags.IconImageSequence)[0][Tags.PixelData].Value.ToArray());
        Assert.Equal([1, 2], made[Tags.PixelData].Value.ToArray());
        Assert.NotNull(head.GetItems(Tags.IconImageSequence)[0][Tags.PixelData].Fragments);
    }

    [Fact]
    public async Task An_object_with_fewer_frames_than_it_says_is_refused_before_a_byte_is_written()
    {
        var head = Head(1, 2, 8, 3).Set(DataElement.Encapsulated(Tags.PixelData, [default, Rle([1, 2])]));
        var pipe = new Pipe();
        var failed = await Assert.ThrowsAsync<FrameException>(() => Transcoder.Write(
            DataSetFrames.Of(head, TransferSyntax.Of(Uid.Parse("1.2.840.10008.1.2.5"))), TransferSyntax.ExplicitVrLittleEndian, TranscodeOptions.Lossless, pipe.Writer, default));
        Assert.Equal(FrameFailure.Malformed, failed.Failure);
        Assert.Equal(0, pipe.Writer.UnflushedBytes);
    }

    [Fact]
    public async Task A_thousand_large_frames_are_streamed_with_a_few_of_them_in_memory()
    {
        var source = new EndlessFrames(512, 512, 1000);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1 << 20, resumeWriterThreshold: 1 << 19));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var writing = Task.Run(async () =>
        {
            await Transcoder.Write(source, TransferSyntax.ExplicitVrLittleEndian, TranscodeOptions.Lossless, pipe.Writer, default);
            await pipe.Writer.CompleteAsync();
        });
        long total = 0, most = 0;
        await foreach (var length in Drain(pipe.Reader))
        {
            total += length;
            if (total % (64 << 20) < length) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }
        await writing;
        Assert.True(total > 512L * 512 * 2 * 1000);
        Assert.True(most < 64 << 20, $"{most} bytes were held");
    }

    private static DataSetFrames Open(byte[] file)
    {
        var (head, dataSet) = Part10.Read(file);
        return DataSetFrames.Of(dataSet, head.TransferSyntax);
    }

    private static async Task<byte[]> Stream(IFrameSource source, TransferSyntax target)
    {
        var output = new MemoryStream();
        var writer = PipeWriter.Create(output);
        await Transcoder.Write(source, target, TranscodeOptions.Lossless, writer, default);
        await writer.CompleteAsync();
        return output.ToArray();
    }

    /// <summary>All samples as decoded, and what they mean.</summary>
    private static async Task<string> Samples(IFrameSource source)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var photometric = "";
        for (var i = 0; i < source.Count; i++)
        {
            using var lies = await source.ReadFrame(i, default);
            using var frame = await Decoder.Decode(source.TransferSyntax, source.Image, lies.Memory, DecodeOptions.Whole, default);
            hash.AppendData(frame.Bytes.Span);
            photometric = frame.Image.Photometric.ToString();
        }
        return $"{source.Count} {photometric} {Convert.ToHexString(hash.GetHashAndReset())}";
    }

    private static async IAsyncEnumerable<long> Drain(PipeReader reader)
    {
        while (true)
        {
            var read = await reader.ReadAsync();
            yield return read.Buffer.Length;
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) yield break;
        }
    }

    private static DataSet Head(int rows, int columns, int bits, int frames) => new DataSet()
        .SetUid(Tags.SOPClassUID, Uid.Parse("1.2.840.10008.5.1.4.1.1.7")).SetUid(Tags.SOPInstanceUID, Uid.Parse("1.2.3"))
        .SetInt(Tags.SamplesPerPixel, 1).SetString(Tags.PhotometricInterpretation, "MONOCHROME2").SetInt(Tags.NumberOfFrames, frames).SetInt(Tags.Rows, rows).SetInt(Tags.Columns, columns)
        .SetInt(Tags.BitsAllocated, bits).SetInt(Tags.BitsStored, bits).SetInt(Tags.HighBit, bits - 1).SetInt(Tags.PixelRepresentation, 0, Vr.US);

    private static ReadOnlyMemory<byte> Rle(byte[] samples)
    {
        var header = new byte[64];
        (header[0], header[4]) = (1, 64);
        return (byte[])[.. header, (byte)(samples.Length - 1), .. samples, 0x80];
    }

    /// <summary>Frames that are made when they are read, so that only what is in flight is in memory.</summary>
    private sealed class EndlessFrames(int rows, int columns, int count) : IFrameSource
    {
        public DataSet Head { get; } = TranscoderTests.Head(rows, columns, 16, count);

        public TransferSyntax TransferSyntax => TransferSyntax.Of(Uid.Parse("1.2.840.10008.1.2.1.98"));

        public ImagePixels Image { get; } = new(columns, rows, 1, 16, 16, 15, false, false, PhotometricInterpretation.Monochrome2, count, SampleKind.Integer);

        public int Count => count;

        public ValueTask<PooledBytes> ReadFrame(int index, CancellationToken cancel) => ValueTask.FromResult(PooledBytes.Rent(Image.DecodedFrameBytes));
    }
}
