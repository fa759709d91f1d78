using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Imaging.Frames;
using Concord.Server.DicomWeb.Negotiation;
using Concord.Server.DicomWeb.Retrieve;
using Microsoft.Net.Http.Headers;

namespace Archive.Tests.Server;

public sealed class NegotiationTests
{
    private static readonly TransferSyntax Jpeg = TransferSyntax.Of(Uid.Parse("1.2.840.10008.1.2.4.50"));

    [Fact]
    public void Accept_is_read_with_and_without_quotes()
    {
        var entries = AcceptHeader.Parse("multipart/related; type=application/octet-stream; transfer-syntax=*, multipart/related; type=\"application/dicom\"; transfer-syntax=1.2;q=0.5, */*;q=0");
        Assert.Equal(
            [new("multipart/related", "application/octet-stream", "*", 1), new("multipart/related", "application/dicom", "1.2", 0.5)], entries);
    }

    [Fact]
    public void Accept_is_in_the_order_of_quality_and_then_of_the_client() =>
        Assert.Equal(["c/c", "a/a", "d/d", "b/b"], AcceptHeader.Parse("a/a;q=0.5, b/b;q=0.1, c/c, d/d;q=0.5").Select(entry => entry.MediaType));

    [Theory]
    [InlineData("multipart/related; type=application/octet-stream; transfer-syntax=*", "application/octet-stream", true)]
    [InlineData("multipart/related; type=\"image/jpeg\"", "image/jpeg", true)]
    [InlineData("image/jpeg", "image/jpeg", false)]
    [InlineData("image/*", "image/jpeg", false)]
    [InlineData("*/*", "image/jpeg", true)]
    [InlineData("application/octet-stream; transfer-syntax=1.2.840.10008.1.2.4.50", "application/octet-stream", false)]
    public void Compressed_pixels_go_out_as_the_client_takes_them(string accept, string type, bool multipart) =>
        Assert.Equal(new(type, type + "; transfer-syntax=1.2.840.10008.1.2.4.50", multipart), Choose(accept, Jpeg));

    [Theory]
    [InlineData("multipart/related; type=application/octet-stream")]
    [InlineData("multipart/related; type=application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1")]
    [InlineData("image/jls")]
    [InlineData("text/html")]
    public void Compressed_pixels_are_refused_to_who_wants_others(string accept) => Assert.Null(Choose(accept, Jpeg));

    [Fact]
    public void Native_pixels_are_octets() =>
        Assert.Equal("application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1", Choose("multipart/related; type=application/octet-stream", TransferSyntax.ExplicitVrLittleEndian)?.PartType);

    [Fact]
    public void Every_compressed_syntax_has_the_media_type_of_its_family()
    {
        foreach (var syntax in TransferSyntax.All.Where(syntax => syntax.IsEncapsulated && syntax.Name.Contains("JPEG 2000", StringComparison.Ordinal)))
            Assert.StartsWith("image/jp", MediaTypes.OfPixelData(syntax), StringComparison.Ordinal);
        foreach (var syntax in TransferSyntax.All.Where(syntax => syntax.Name.Contains("MPEG-4", StringComparison.Ordinal)))
            Assert.Equal("video/mp4", MediaTypes.OfPixelData(syntax));
    }

    [Theory]
    [InlineData("bytes=0-9", 0, 10)]
    [InlineData("bytes=90-", 90, 10)]
    [InlineData("bytes=-7", 93, 7)]
    [InlineData("bytes=50-1000", 50, 50)]
    [InlineData("bytes=-1000", 0, 100)]
    public void Ranges_are_put_on_the_whole(string text, long from, long length)
    {
        Assert.True(Conditions.TryResolve(RangeHeaderValue.Parse(text).Ranges.First(), 100, out var gotFrom, out var gotLength));
        Assert.Equal((from, length), (gotFrom, gotLength));
    }

    [Theory]
    [InlineData("bytes=100-")]
    [InlineData("bytes=200-300")]
    [InlineData("bytes=-0")]
    public void Ranges_outside_the_whole_are_refused(string text) =>
        Assert.False(Conditions.TryResolve(RangeHeaderValue.Parse(text).Ranges.First(), 100, out _, out _));

    [Theory]
    [InlineData("1", new[] { 1 })]
    [InlineData("3,1,2", new[] { 3, 1, 2 })]
    public void Frame_lists_are_read(string text, int[] expected)
    {
        Assert.True(FrameList.TryParse(text, out var frames));
        Assert.Equal(expected, frames);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1,,2")]
    [InlineData("1-3")]
    [InlineData("99999999999")]
    public void Frame_lists_that_are_none_are_refused(string text) => Assert.False(FrameList.TryParse(text, out _));

    [Fact]
    public void Bits_of_a_frame_are_moved_to_its_first_byte()
    {
        ReadOnlyMemory<byte> packed = new byte[] { 0b1010_0000, 0b0000_0101 };
        Assert.Equal([0b0101_1010, 0b0], BitFrames.Align(packed, 4, 9).ToArray());
        Assert.Equal([0b101], BitFrames.Align(packed, 5, 3).ToArray());
        Assert.Equal([0b1010_0000], BitFrames.Align(packed, 0, 8).ToArray());
    }

    [Fact]
    public void Bulk_data_is_found_through_items_and_nothing_else_is()
    {
        var item = new DataSet().Set(new DataElement(Tags.WaveformData, Vr.OW, new byte[4]));
        var dataSet = new DataSet().SetItems(Tags.WaveformSequence, item);
        Assert.Same(item, BulkDataPath.Find(dataSet, "54000100/0/54001010")?.DataSet);
        foreach (var wrong in new[] { "", "54000100", "54000100/0", "54000100/1/54001010", "54000100/-1/54001010", "54000100/0/54001011", "x", "54000100//54001010" })
            Assert.Null(BulkDataPath.Find(dataSet, wrong));
    }

    private static PixelNegotiation? Choose(string accept, TransferSyntax syntax) =>
        PixelNegotiation.Choose(AcceptHeader.Parse(accept), syntax, MediaTypes.OfPixelData(syntax), canBeSingle: true, preferSingle: false);
}
