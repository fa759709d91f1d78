using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Xunit.Abstractions;

namespace Dicom.Tests.Encoding;

public sealed class RoundTripTests(ITestOutputHelper output)
{
    [Fact] public void Objects_of_the_corpus_come_out_as_they_went_in()
    {
        if (Corpus.Root is null) output.WriteLine("No corpus on this machine.");
        var compared = 0;
        foreach (var row in Corpus.Manifest(stride: 7))
        {
            var structure = row["struct"];
            if (structure.Contains("err=", StringComparison.Ordinal) || !IsInOrder(structure)) continue;
            var file = Corpus.Read(row["path"]);
            var (head, dataSet) = Part10.Read(file);
            if (head.TransferSyntax.IsDeflated) continue;
            var again = DataSetWriter.ToArray(dataSet, head.TransferSyntax);
            Assert.True(again.AsSpan().SequenceEqual(file.AsSpan((int)head.DataSetOffset)), $"{row["path"]} came out otherwise.");
            compared++;
        }
        Assert.True(compared > 0 || Corpus.Root is null);
    }

    /// <summary>What stands out of order or twice is put in order; such an object cannot come out as it was.</summary>
    private static bool IsInOrder(string structure) =>
        structure.Contains("dup=0", StringComparison.Ordinal) && structure.Contains("ord=0", StringComparison.Ordinal);
}
