using System.Globalization;
using System.Text.Json.Nodes;
using Whole.Tests.Harness;
using Whole.Tests.Harness.Wire;

namespace Whole.Tests.Sweeps;

/// <summary>Whether an object is found by C-FIND and QIDO-RS, with the keys that pydicom reads in it.</summary>
internal static class KeysOf
{
    private static readonly (string Tag, string Fact)[] OfStudy =
        [("00080020", "StudyDate"), ("00080050", "AccessionNumber"), ("00100020", "PatientID"), ("00200010", "StudyID")];

    private static readonly (string Tag, string Fact)[] OfSeries = [("00080060", "Modality"), ("00200011", "SeriesNumber")];

    private static readonly (string Tag, string Fact)[] OfInstance =
        [("00200013", "InstanceNumber"), ("00280008", "NumberOfFrames"), ("00280010", "Rows"), ("00280011", "Columns")];

    /// <summary>Rows of study and series speak for the object of theirs that came first: the files were sent in the order of the batch.</summary>
    public static async Task AssertFound(ConcordServer concord, List<CorpusFile> batch, CorpusFile file)
    {
        var firstOfStudy = batch.First(f => f.StudyUid == file.StudyUid);
        var firstOfSeries = batch.First(f => f.StudyUid == file.StudyUid && f.SeriesUid == file.SeriesUid);
        var study = Assert.Single(await concord.Web.Query($"studies?StudyInstanceUID={file.StudyUid}&includefield=all"));
        var series = Assert.Single(await concord.Web.Query($"studies/{file.StudyUid}/series?SeriesInstanceUID={file.SeriesUid}&includefield=all"));
        var instance = Assert.Single(await concord.Web.Query($"studies/{file.StudyUid}/series/{file.SeriesUid}/instances?SOPInstanceUID={file.SopUid}&includefield=all"));
        AssertKeys(study, OfStudy, firstOfStudy);
        AssertKeys(series, OfSeries, firstOfSeries);
        AssertKeys(instance, OfInstance, file);
        Assert.Equal((file.SopUid, file.SopClass), (instance.Text("00080018"), instance.Text("00080016")));
        await AssertFoundByDimse(concord, firstOfStudy, file);
        AssertName(firstOfStudy, study.Name("00100010"), "QIDO");
        var metadata = Assert.Single(await concord.Web.Metadata(file.InstancePath));
        Assert.Equal(file.SopUid, metadata.Text("00080018"));
        AssertName(file, metadata.Name("00100010"), "metadata");
    }

    private static async Task AssertFoundByDimse(ConcordServer concord, CorpusFile firstOfStudy, CorpusFile file)
    {
        var (studies, studyStatus) = await WireScu.Find(concord.DicomPort, "STUDY", (0x0020000D, file.StudyUid), (0x00100010, ""), (0x00080020, ""));
        Assert.Equal((0, 1), (studyStatus, studies.Count));
        AssertName(firstOfStudy, studies[0].Text(0x00100010), "C-FIND");
        var (matches, status) = await WireScu.Find(concord.DicomPort, "IMAGE",
            (0x0020000D, file.StudyUid), (0x0020000E, file.SeriesUid), (0x00080018, file.SopUid), (0x00080016, ""), (0x00200013, ""));
        Assert.Equal((0, 1), (status, matches.Count));
        Assert.Equal(file.SopClass, matches[0].Text(0x00080016));
        Assert.True(IsSame(file.Facts["InstanceNumber"], matches[0].Text(0x00200013)), "C-FIND InstanceNumber");
    }

    private static void AssertKeys(JsonObject found, (string Tag, string Fact)[] keys, CorpusFile file)
    {
        foreach (var (tag, fact) in keys)
            Assert.True(IsSame(file.Facts[fact], found.Text(tag)), $"{fact}: '{file.Facts[fact]}' by pydicom, '{found.Text(tag)}' by QIDO");
    }

    private static void AssertName(CorpusFile file, string name, string by)
    {
        if (Corpus.PatientNames.TryGetValue(file.Path, out var expected))
            Assert.True(PersonNames.Same(expected, name), $"'{expected}' by the oracle, '{name}' by {by}");
    }

    /// <summary>The same text, or the same number written otherwise. What pydicom shows as several values, or beyond ASCII, other tests judge.</summary>
    private static bool IsSame(string fact, string found)
    {
        if (fact.Contains('\\', StringComparison.Ordinal) || fact.Any(c => c is < ' ' or > '~')) return true;
        var (one, other) = (fact.Trim(), found.Trim());
        return one == other || (double.TryParse(one, CultureInfo.InvariantCulture, out var a) && double.TryParse(other, CultureInfo.InvariantCulture, out var b) && a.Equals(b));
    }
}
