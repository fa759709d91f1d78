using System.Buffers.Binary;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Archive.Tests.Server;

/// <summary>Objects whose decoded frames are too many to be held: they go out while they are made.</summary>
public sealed class TranscodedStreamTests
{
    private const int Side = 512, FrameBytes = Side * Side * 2;
    private const string Native = "application/dicom; transfer-syntax=1.2.840.10008.1.2.1";

    [Fact]
    public async Task Two_hundred_megabytes_of_frames_pass_with_a_few_of_them_in_memory()
    {
        const int frames = 400;
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(Rle(image, frames));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(image.Path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept", Native);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.True(answer.IsSuccessStatusCode);
        await using var body = await answer.Content.ReadAsStreamAsync();
        var (buffer, total, most) = (new byte[1 << 20], 0L, 0L);
        while (await body.ReadAsync(buffer) is > 0 and var read)
        {
            total += read;
            if (total % (32 << 20) < read) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }
        Assert.True(total > (long)frames * FrameBytes);
        Assert.True(most < 100 << 20, $"{most} bytes were held");
    }

    [Fact]
    public async Task A_frame_that_fails_late_cuts_the_answer_and_the_next_one_is_whole()
    {
        await using var server = await TestServer.Start();
        var (broken, sound) = (TestImage.New(), TestImage.New());
        await server.Stow(Rle(broken, 100, brokenFrame: 90), Rle(sound, 70));
        await Assert.ThrowsAnyAsync<HttpRequestException>(async () => await (await server.Get(broken.Path, Native)).Content.ReadAsByteArrayAsync());
        using var answer = await server.Get(sound.Path, Native);
        var dataSet = Part10.Read(await answer.Content.ReadAsByteArrayAsync()).DataSet;
        Assert.Equal(70 * FrameBytes, dataSet[Tags.PixelData].Value.Length);
        Assert.Equal(69, BinaryPrimitives.ReadUInt16LittleEndian(dataSet[Tags.PixelData].Value.Span[(69 * FrameBytes)..]));
    }

    [Fact]
    public async Task A_first_frame_that_fails_is_a_problem()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(Rle(image, 100, brokenFrame: 0));
        using var answer = await server.Get(image.Path, Native);
        Assert.Equal(422, (int)answer.StatusCode);
    }

    /// <summary>Each frame is filled with its own number.</summary>
    private static byte[] Rle(TestImage image, int frames, int brokenFrame = -1)
    {
        var fragments = new ReadOnlyMemory<byte>[frames + 1];
        for (var i = 0; i < frames; i++) fragments[i + 1] = i == brokenFrame ? new byte[80] : Frame(i);
        var dataSet = image.Head(Side, Side, 16, frames).Set(DataElement.Encapsulated(Tags.PixelData, fragments));
        return Part10.ToArray(dataSet, TransferSyntax.Of(Uid.Parse("1.2.840.10008.1.2.5")));
    }

    private static byte[] Frame(int number)
    {
        var frame = new MemoryStream();
        frame.Write(new byte[64]);
        for (var run = 0; run < Side * Side / 128; run++) frame.Write([0x81, (byte)(number >> 8)]);
        var second = (int)frame.Length;
        for (var run = 0; run < Side * Side / 128; run++) frame.Write([0x81, (byte)number]);
        var bytes = frame.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes, 2);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), 64);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), second);
        return bytes;
    }
}
