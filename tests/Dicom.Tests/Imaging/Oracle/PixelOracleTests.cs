using System.Collections.Concurrent;

namespace Dicom.Tests.Imaging.Oracle;

/// <summary>Every frame of the corpus against the samples that independent decoders agree on.</summary>
/// <remarks>What differs is listed in differences.csv with its cause; a difference that is not listed fails, and so does a listed one that is not there.</remarks>
public sealed class PixelOracleTests
{
    [Fact]
    public async Task Every_frame_of_the_corpus_decodes_to_the_samples_that_others_found()
    {
        if (Corpus.Root is null) return; // the fixtures below are there on every machine
        var found = new ConcurrentDictionary<string, string>();
        var seen = new ConcurrentDictionary<string, bool>();
        var rows = Corpus.Rows("manifest.csv").Where(row => row["pixel_sha256"].Length > 0).ToList();
        await Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (row, _) =>
        {
            seen[row["path"]] = true;
            if (await PixelOracle.Compare(Corpus.Read(row["path"]), row) is { } difference) found[row["path"]] = difference;
        });
        Assert.True(seen.Count > 50);
        PixelOracle.AssertAccepted(found, seen.ContainsKey);
    }

    [Fact]
    public async Task The_fixtures_decode_to_the_samples_that_others_found()
    {
        var rows = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Dicom.Tests", "Imaging", "Oracle", "fixtures.csv"));
        var header = Corpus.Cells(rows[0]);
        var found = new ConcurrentDictionary<string, string>();
        foreach (var row in rows[1..].Select(line => header.Zip(Corpus.Cells(line)).ToDictionary(pair => pair.First, pair => pair.Second)))
        {
            var file = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "tests", "Fixtures", row["path"]));
            if (await PixelOracle.Compare(file, row) is { } difference) found[row["path"]] = difference;
        }
        Assert.True(rows.Length > 20);
        PixelOracle.AssertAccepted(found, path => rows.Any(row => row.StartsWith(path + ",", StringComparison.Ordinal)));
    }
}
