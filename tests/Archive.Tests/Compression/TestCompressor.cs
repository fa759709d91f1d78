using System.Buffers;
using System.IO.Compression;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Vault.Compression;

namespace Archive.Tests.Compression;

/// <summary>Compresses nothing: it puts the pixels into a fragment (PS3.5 §A.4.11) and keeps the whole original in the recipe. Of an archive's keeping of such objects all is as with a
/// codec, without one.</summary>
internal sealed class TestCompressor : IObjectCompressor
{
    public static TransferSyntax Kept { get; } = TransferSyntax.Of(Uid.Parse("1.2.840.10008.1.2.1.98"));

    /// <summary>What is given back, from what should be.</summary>
    public Func<byte[], byte[]> GivesBack { get; set; } = original => original;

    /// <summary>Why an object is not taken; null: it is.</summary>
    public Func<DataSet, string?> Refuses { get; set; } = _ => null;

    /// <summary>There are no codecs just now.</summary>
    public bool IsAway { get; set; }

    public bool Takes(TransferSyntax syntax) => !syntax.IsEncapsulated && !syntax.IsDeflated;

    public Task<CompressionAttempt> Compress(ReadOnlyMemory<byte> partTen, CancellationToken cancel)
    {
        if (IsAway) throw new CompressorUnavailableException("away");
        var (_, dataSet) = Part10.Read(partTen);
        if (Refuses(dataSet) is { } why) return Task.FromResult(new CompressionAttempt(null, why));
        var pixels = dataSet[Tags.PixelData].Value;
        dataSet.Set(DataElement.Encapsulated(Tags.PixelData, [ReadOnlyMemory<byte>.Empty, pixels]));
        var output = new ArrayBufferWriter<byte>();
        new FileMeta(dataSet.GetUid(Tags.SOPClassUID)!.Value, dataSet.GetUid(Tags.SOPInstanceUID)!.Value, Kept).Write(output);
        var front = output.WrittenCount;
        DataSetWriter.Write(output, dataSet, Kept);
        var recipe = new MemoryStream();
        using (var deflate = new DeflateStream(recipe, CompressionLevel.Fastest, leaveOpen: true)) deflate.Write(partTen.Span);
        return Task.FromResult(new CompressionAttempt(new(output.WrittenMemory, front, Kept, recipe.ToArray()), ""));
    }

    public async Task<byte[]> Restore(ReadOnlyMemory<byte> partTen, ReadOnlyMemory<byte> recipe, long originalLength, bool isBackground, CancellationToken cancel)
    {
        if (IsAway) throw new CompressorUnavailableException("away");
        var original = new MemoryStream();
        await using var inflate = new DeflateStream(new MemoryStream(recipe.ToArray()), CompressionMode.Decompress);
        await inflate.CopyToAsync(original, cancel);
        return GivesBack(original.ToArray());
    }
}
