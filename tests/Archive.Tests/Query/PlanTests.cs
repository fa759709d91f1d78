using Archive.Tests.Index;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Index;
using Concord.Vault.Query;
using Concord.Vault.Query.Matching;
using FsCheck.Fluent;

namespace Archive.Tests.Query;

/// <summary>What SQL finds is what a look at every row finds, and no key does worse than be refused.</summary>
public sealed class PlanTests
{
    private static readonly string[] Names = ["张^三", "Zhang^San=张^三", "王^伟", "Smith^John", "SMITH^JOHN", "Müller^Jörg", "O'Hara^Ann", "%^_", ""];
    private static readonly string[] Dates = ["20260101", "20260102", "20251231", "2026.01.02", "", "bad"];
    private static readonly string[] Times = ["101500", "1015", "235959.999", "00", "", "x"];
    private static readonly string[] Texts = ["A1", "a1", "A%", "A_", "A*", "B 2", "~", ""];
    private static readonly string[] Modalities = ["CT", "MR", "SR", ""];

    private static readonly (string Keyword, string[] Values)[] KeyPool =
    [
        ("PatientName", ["张*", "zhang*", "zhangsan", "*三", "Smith^John", "smith*", "m?ller^*", "*", "%^_", "Zhang^San=张^三", "o'hara^ann", "?*", "x"]),
        ("PatientID", ["P1", "P*", "?1", "P1\\P2", "p1", "\"\""]),
        ("StudyDate", ["20260101", "20260101-20260102", "-20260101", "20260102-", "20260102\\20251231", "\"\""]),
        ("StudyTime", ["1015", "10-11", "-12", "235959.9-", "101500"]),
        ("AccessionNumber", ["A1", "A*", "a?", "A%", "*", "~", "A_\\B 2", "\"\""]),
        ("StudyDescription", ["A1", "?", "B*", "*2", "A\\~"]),
        ("PatientSex", ["M", "F", "O\\F", "*", "\"\""]),
        ("PatientBirthDate", ["20260101", "-20260102"]),
        ("StudyID", ["A1", "*1", "~"]),
        ("PatientComments", ["A1", "*2"]),
        ("NumberOfStudyRelatedInstances", ["1", "2"]),
        ("SOPClassesInStudy", ["1.2.840.10008.5.1.4.1.1.2", "1.2.3"]),
    ];

    [Fact]
    public async Task Sql_finds_what_a_look_at_every_row_finds()
    {
        await using var test = await TestIndex.With(RandomStudies(60));
        var all = await test.Find(new QueryRequest(QueryLevel.Study, QueryKeys.Keys(("AccessionNumber", ""))) { AllFields = true });
        Assert.Equal(60, all.Count);
        var queries =
            from count in Gen.Choose(1, 3)
            from keys in Gen.ArrayOf(from key in Gen.Elements(KeyPool) from value in Gen.Elements(key.Values) select (key.Keyword, value), count)
            from fuzzy in Gen.Elements(false, false, true)
            select (keys.DistinctBy(key => key.Keyword).ToArray(), fuzzy);
        foreach (var (keys, fuzzy) in queries.Sample(400))
        {
            var request = new QueryRequest(QueryLevel.Study, Build(keys)) { Fuzzy = fuzzy };
            var found = (await test.Find(request)).Select(match => match.GetString(Tags.StudyInstanceUID)).Order();
            var expected = all.Where(row => Matches(row, request)).Select(match => match.GetString(Tags.StudyInstanceUID)).Order();
            Assert.True(expected.SequenceEqual(found), $"fuzzy {fuzzy}: {string.Join(", ", keys.Select(key => $"{key.Keyword}={key.value}"))}");
        }
    }

    [Fact]
    public async Task Any_key_with_any_value_is_answered_or_refused()
    {
        await using var test = await TestIndex.With(RandomStudies(5));
        var tags = LevelTags.All.Append(Tags.InstanceNumber).Append(Tags.SOPInstanceUID).Append(Tags.PixelData).ToArray();
        var bytes = Gen.ArrayOf(Gen.Elements("*?-\\\"%_~'^=.0123456789AZaz 张+"u8.ToArray()), 12);
        var queries = from tag in Gen.Elements(tags) from value in bytes from level in Gen.Elements(QueryLevel.Patient, QueryLevel.Study, QueryLevel.Series) from fuzzy in Gen.Elements(true, false) select (tag, value, level, fuzzy);
        foreach (var (tag, value, level, fuzzy) in queries.Sample(1000))
        {
            var vr = DataDictionary.VrOf(tag);
            if (vr == Vr.SQ) continue;
            var request = new QueryRequest(level, QueryKeys.Keys().Set(new DataElement(tag, vr, value))) { Fuzzy = fuzzy };
            try
            {
                await test.Find(request);
            }
            catch (QueryException refused)
            {
                Assert.Contains(tag.ToString(), refused.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_long_list_of_uids_is_answered_and_a_longer_one_refused()
    {
        await using var test = await TestIndex.With([Arrival.Of(1), Arrival.Of(2, study: 2)]);
        Assert.Equal("A1,A2", await test.Studies(("StudyInstanceUID", string.Join('\\', Enumerable.Range(1, 4000).Select(Arrival.StudyUid)))));
        var refused = await Assert.ThrowsAsync<QueryException>(() => test.Studies(("StudyInstanceUID", string.Join('\\', Enumerable.Range(1, 5000).Select(Arrival.StudyUid)))));
        Assert.True(refused.IsTooCostly);
        await Assert.ThrowsAsync<QueryException>(() => test.Studies(("AccessionNumber", string.Join('\\', Enumerable.Range(1, 500).Select(i => $"{i}*")))));
    }

    private static DataSet Build((string Keyword, string Value)[] keys) => QueryKeys.Keys([.. keys, ("StudyInstanceUID", "")]);

    /// <summary>Each key on its own, date and time ranges combined, none of it in SQL.</summary>
    private static bool Matches(DataSet row, QueryRequest request)
    {
        var combined = CombinedDateTime.In(request.Keys).ToList();
        var isWithin = combined.TrueForAll(pair => pair.Test(row));
        return isWithin && request.Keys.Where(key => key.Tag != Tags.SpecificCharacterSet && !combined.Exists(pair => pair.Date == key.Tag || pair.Time == key.Tag))
            .All(key => ElementMatcher.Compile(request.Keys, key, request.Fuzzy)?.Invoke(row) ?? true);
    }

    private static IEnumerable<IndexEvent> RandomStudies(int count)
    {
        var random = new Random(4711);
        string Pick(string[] values) => values[random.Next(values.Length)];
        for (var n = 1; n <= count; n++)
        {
            yield return Arrival.Of(n, study: n, series: n, head =>
            {
                head.SetString(Tags.PatientName, Pick(Names)).SetString(Tags.PatientID, Pick(["P1", "P2", "p1", "Q1", ""])).SetString(Tags.StudyDate, Pick(Dates));
                head.SetString(Tags.StudyTime, Pick(Times)).SetString(Tags.AccessionNumber, Pick(Texts)).SetString(Tags.StudyDescription, Pick(Texts));
                head.SetString(Tags.StudyID, Pick(Texts)).SetString(Tags.PatientComments, Pick(Texts)).SetString(Tags.PatientSex, Pick(["M", "F", "O", ""]));
                head.SetString(Tags.PatientBirthDate, Pick(Dates)).SetString(Tags.Modality, Pick(Modalities));
            });
        }
    }
}
