using System.Collections.Concurrent;
using Concord.Dicom.Files;
using Concord.Imaging.AtRest;
using Concord.Imaging.Codecs;

namespace Dicom.Tests.Imaging.AtRest;

/// <summary>Every native object of the corpus, put into the form in which it is kept and back.</summary>
public sealed class AtRestCorpusTests
{
    private static readonly AtRestCoder Coder = new(new FrameDecoder(CodecProgram.Shared), new FrameEncoder(CodecProgram.Shared));

    private static readonly string[] Native = ["1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2"];

    [Fact]
    public async Task Every_object_that_is_taken_comes_back_byte_for_byte_and_nothing_throws()
    {
        if (Corpus.Root is null) return; // AtRestCoderTests makes its own objects
        var refusals = new ConcurrentDictionary<AtRestRefusal, int>();
        var different = new ConcurrentBag<string>();
        var kept = 0;
        await Parallel.ForEachAsync(Corpus.Manifest(stride: 2), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (row, cancel) =>
        {
            if (!Native.Contains(row["transfer_syntax"])) return;
            var file = Corpus.Read(row["path"]);
            var (made, refusal) = await Coder.Compress(file, cancel);
            if (made is null)
            {
                refusals.AddOrUpdate(refusal, 1, (_, count) => count + 1);
                return;
            }
            Interlocked.Increment(ref kept);
            var back = await Coder.Restore(made.PartTen, made.Recipe, file.Length, isBackground: false, cancel);
            if (!back.AsSpan().SequenceEqual(file) || !await IsSamePicture(made, row)) different.Add(row["path"]);
        });
        Assert.Empty(different);
        Assert.True(kept > 20, $"only {kept} were taken");
        Assert.DoesNotContain(AtRestRefusal.Codec, refusals.Keys);
    }

    /// <summary>Without its recipe the kept object is one like any other, of the same samples.</summary>
    private static async Task<bool> IsSamePicture(KeptObject made, IReadOnlyDictionary<string, string> row)
    {
        Assert.Equal(AtRestCoder.Syntax, Part10.Read(made.PartTen).Head.TransferSyntax);
        return row["pixel_sha256"].Length == 0 || row["bits"] != row["bits_allocated"] || await Oracle.PixelOracle.Compare(made.PartTen.ToArray(), row) is null;
    }
}
