using Archive.Tests.Index;
using Concord.Dicom.Dictionary;
using Concord.Vault.Query;

namespace Archive.Tests.Query;

public sealed class AnswerTests
{
    [Fact]
    public async Task A_match_has_the_keys_that_were_asked_for_and_no_others()
    {
        await using var test = await TestIndex.With([Arrival.Of(1), Arrival.Of(2, series: 2)]);
        var keys = QueryKeys.Keys(("StudyInstanceUID", ""), ("NumberOfStudyRelatedInstances", ""), ("ModalitiesInStudy", ""), ("AdmissionID", ""), ("InstanceNumber", ""));
        var match = Assert.Single(await test.Find(new QueryRequest(QueryLevel.Study, keys)));
        Assert.Equal(
            [Tags.QueryRetrieveLevel, Tags.InstanceAvailability, Tags.ModalitiesInStudy, Tags.StudyInstanceUID, Tags.InstanceNumber, Tags.NumberOfStudyRelatedInstances, Tags.AdmissionID],
            match.Select(element => element.Tag));
        Assert.Equal(2, match.GetInt(Tags.NumberOfStudyRelatedInstances));
        Assert.Equal("CT", match.GetString(Tags.ModalitiesInStudy));
        Assert.True(match[Tags.AdmissionID].IsEmpty);
        Assert.Equal(("STUDY", "ONLINE"), (match.GetString(Tags.QueryRetrieveLevel), match.GetString(Tags.InstanceAvailability)));
    }

    [Fact]
    public async Task Text_beyond_ascii_comes_as_utf8_whatever_it_was()
    {
        await using var test = await TestIndex.With([Arrival.Of(1, change: head => head.SetString(Tags.PatientName, "Müller^Jörg"), characterSet: "ISO_IR 100")]);
        var match = Assert.Single(await test.Find(new QueryRequest(QueryLevel.Study, QueryKeys.Keys(("PatientName", "")))));
        Assert.Equal(["ISO_IR 192"], match.GetStrings(Tags.SpecificCharacterSet));
        Assert.Equal("Müller^Jörg", match.GetString(Tags.PatientName));
    }

    [Fact]
    public async Task Series_and_patients_answer_with_their_counts()
    {
        await using var test = await TestIndex.With([Arrival.Of(1), Arrival.Of(2), Arrival.Of(3, series: 2)]);
        Assert.Equal("1,2", await test.Values(QueryLevel.Series, Tags.NumberOfSeriesRelatedInstances, false, ("StudyInstanceUID", Arrival.StudyUid(1).ToString())));
        Assert.Equal("3", await test.Values(QueryLevel.Patient, Tags.NumberOfPatientRelatedInstances, false, ("PatientID", "P1")));
        Assert.Equal("P1", await test.Values(QueryLevel.Patient, Tags.PatientID, false, ("PatientName", "test*"), ("StudyDate", "20260102"), ("Modality", "CT")));
        Assert.Equal("", await test.Values(QueryLevel.Patient, Tags.PatientID, false, ("StudyDate", "20260102"), ("Modality", "MR")));
    }

    [Fact]
    public async Task Pages_follow_one_order_newest_study_first()
    {
        await using var test = await TestIndex.With(Enumerable.Range(1, 9).Select(i => Arrival.Of(i, study: i, change: head => head.SetString(Tags.StudyDate, $"2026010{i}"))));
        async Task<string> Page(int limit, int offset, params (string, string)[] keys) => string.Join(',',
            (await test.Find(new QueryRequest(QueryLevel.Study, QueryKeys.Keys([("AccessionNumber", ""), .. keys])) { Limit = limit, Offset = offset })).Select(match => match.GetString(Tags.AccessionNumber)));
        Assert.Equal("A9,A8,A7,A6", await Page(4, 0));
        Assert.Equal("A5,A4,A3,A2", await Page(4, 4));
        Assert.Equal("A1", await Page(4, 8));
        Assert.Equal("A6,A5", await Page(2, 3, ("StudyTime", "10-11")));
        Assert.Equal("", await Page(0, 0));
    }

    [Fact]
    public async Task All_fields_are_everything_the_level_knows()
    {
        await using var test = await TestIndex.With([Arrival.Of(1)]);
        var match = Assert.Single(await test.Find(new QueryRequest(QueryLevel.Series, new()) { AllFields = true }));
        Assert.Equal(("P1", "A1", "Series 1"), (match.GetString(Tags.PatientID), match.GetString(Tags.AccessionNumber), match.GetString(Tags.SeriesDescription)));
        Assert.Equal(1, match.GetInt(Tags.NumberOfSeriesRelatedInstances));
        Assert.False(match.Contains(Tags.InstanceNumber));
    }
}
