using Archive.Tests.Index;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Query;

namespace Archive.Tests.Query;

/// <summary>Each kind of matching on each kind of value (PS3.4 §C.2.2.2).</summary>
public sealed class MatchingTests : IAsyncLifetime
{
    private TestIndex _test = null!;

    public async Task InitializeAsync() => _test = await TestIndex.With([
        Arrival.Of(1, study: 1, series: 1, head => Change(head, "Smith^John", "P1", "20260102", "101500", "M", "CHEST")
            .SetString(Tags.StudyDescription, "Chest CT, 100%_done").SetString(Tags.PatientSize, "1.80").SetString(Tags.PatientComments, "One*star")),
        Arrival.Of(2, study: 1, series: 2, head => Change(head, "Smith^John", "P1", "20260102", "101500", "M", "HEAD").SetString(Tags.Modality, "SR")),
        Arrival.Of(3, study: 2, series: 3, head => Change(head, "SMYTHE^Ann", "P2", "20260103", "235959.5", "F", "HEAD")
            .SetString(Tags.Modality, "MR").SetStrings(Tags.OtherPatientNames, ["First^One", "Second^Two"])),
        Arrival.Of(4, study: 3, series: 4, head => Change(head, "Müller^Jörg", "P3", "20260201", "09", "", "KNEE").SetString(Tags.StudyID, "7")
            .SetItems(Tags.ProcedureCodeSequence, Code("A1", "99C"), Code("B2", "SCT"))
            .SetItems(Tags.RequestAttributesSequence, new DataSet().SetString(Tags.ScheduledProcedureStepID, "SPS9").SetString(Tags.RequestedProcedureID, "RP9"))),
        Arrival.Of(5, study: 4, series: 5, head => { head.Remove(Tags.PatientName); head.Remove(Tags.StudyDate); head.Remove(Tags.StudyTime); head.SetString(Tags.PatientSex, "O"); head.SetString(Tags.AccessionNumber, "ACC-004"); head.SetString(Tags.PatientID, "P%4"); })]);

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Theory]
    // universal
    [InlineData("A1,A2,A3,ACC-004", "PatientName", "")]
    [InlineData("A1,A2,A3,ACC-004", "PatientName", "*")]
    [InlineData("A1,A2,A3,ACC-004", "StudyDate", "*")]
    // single value
    [InlineData("A1", "PatientID", "P1")]
    [InlineData("", "PatientID", "p1")]
    [InlineData("A1", "AccessionNumber", "A1")]
    [InlineData("A2", "StudyDate", "20260103")]
    [InlineData("A2", "StudyDate", "2026.01.03")]
    [InlineData("A1", "StudyTime", "101500")]
    [InlineData("A1", "StudyTime", "1015")]
    [InlineData("A3", "StudyTime", "090000")]
    [InlineData("A2", "PatientSex", "F")]
    [InlineData("A1", "PatientSize", "1.8")]
    [InlineData("A1", "PatientComments", "One*star")]
    [InlineData("A1", "PatientName", "smith^john")]
    [InlineData("A1", "PatientName", "Smith^John^^")]
    [InlineData("", "PatientName", "Smith")]
    [InlineData("A3", "PatientName", "MULLER^JORG")]
    [InlineData("A3", "PatientName", "müller^jörg")]
    [InlineData("A2", "OtherPatientNames", "second^two")]
    // several values
    [InlineData("A1,A3", "PatientID", "P1\\P3")]
    // wildcards
    [InlineData("A1,A2", "PatientName", "Sm*")]
    [InlineData("A1,A2", "PatientName", "sm?th*")]
    [InlineData("A2", "PatientName", "*ann")]
    [InlineData("A1", "PatientName", "*MITH*JOHN")]
    [InlineData("A1,A2,A3", "AccessionNumber", "A?")]
    [InlineData("ACC-004", "AccessionNumber", "*-0*")]
    [InlineData("ACC-004", "PatientID", "P%*")]
    [InlineData("A1", "StudyDescription", "Chest*100%_*")]
    [InlineData("", "StudyDescription", "chest*")]
    [InlineData("", "AccessionNumber", "a?")]
    // ranges
    [InlineData("A1,A2", "StudyDate", "20260101-20260131")]
    [InlineData("A2,A3", "StudyDate", "20260103-")]
    [InlineData("A1,A2", "StudyDate", "-20260103")]
    [InlineData("A1,A3", "StudyTime", "-12")]
    [InlineData("A1,A2", "StudyTime", "10-")]
    [InlineData("A2", "StudyTime", "235959.5-235959.6")]
    // empty value
    [InlineData("A3", "PatientSex", "\"\"")]
    [InlineData("ACC-004", "StudyDate", "\"\"")]
    // levels below narrow
    [InlineData("A1", "Modality", "SR")]
    [InlineData("A1,A2", "BodyPartExamined", "HEAD")]
    [InlineData("A1", "ModalitiesInStudy", "SR")]
    [InlineData("A1,A2", "ModalitiesInStudy", "SR\\MR")]
    [InlineData("A1", "SOPInstanceUID", "2.25.30002")]
    [InlineData("A1", "NumberOfStudyRelatedSeries", "2")]
    [InlineData("A1,A2,A3,ACC-004", "InstanceAvailability", "ONLINE")]
    [InlineData("", "InstanceAvailability", "OFFLINE")]
    public async Task A_study_is_found_by(string expected, string keyword, string value) => Assert.Equal(expected, await _test.Studies((keyword, value)));

    [Fact]
    public async Task All_keys_must_match() => Assert.Equal("A1", await _test.Studies(("PatientName", "Sm*"), ("StudyDate", "20260101-20260102"), ("ModalitiesInStudy", "CT")));

    [Fact]
    public async Task One_series_must_meet_all_series_keys() => Assert.Equal("", await _test.Studies(("Modality", "SR"), ("BodyPartExamined", "CHEST")));

    [Fact]
    public async Task A_date_range_and_a_time_range_are_one_range() =>
        Assert.Equal("A1,A2", await _test.Studies(("StudyDate", "20260102-20260201"), ("StudyTime", "1015-08")));

    [Theory]
    [InlineData("A3", "B2", "SCT")]
    [InlineData("", "A1", "SCT")]
    [InlineData("A3", "A*", "")]
    public async Task An_item_of_a_sequence_must_match_whole(string expected, string code, string scheme)
    {
        var keys = QueryKeys.Keys(("AccessionNumber", "")).SetItems(Tags.ProcedureCodeSequence, QueryKeys.Keys(("CodeValue", code), ("CodingSchemeDesignator", scheme)));
        var found = await _test.Find(new QueryRequest(QueryLevel.Study, keys));
        Assert.Equal(expected, string.Join(',', found.Select(match => match.GetString(Tags.AccessionNumber))));
    }

    [Fact]
    public async Task A_series_is_found_by_its_request()
    {
        var keys = QueryKeys.Keys(("SeriesInstanceUID", "")).SetItems(Tags.RequestAttributesSequence, QueryKeys.Keys(("ScheduledProcedureStepID", "SPS*"), ("RequestedProcedureID", "")));
        var found = Assert.Single(await _test.Find(new QueryRequest(QueryLevel.Series, keys)));
        Assert.Equal(Arrival.SeriesUid(4), found.GetUid(Tags.SeriesInstanceUID));
        var item = Assert.Single(found.GetItems(Tags.RequestAttributesSequence));
        Assert.Equal(("SPS9", "RP9"), (item.GetString(Tags.ScheduledProcedureStepID), item.GetString(Tags.RequestedProcedureID)));
    }

    [Theory]
    [InlineData("StudyDate", "yesterday")]
    [InlineData("StudyTime", "1")]
    [InlineData("SOPInstanceUID", "1.2.x")]
    [InlineData("PatientBirthDate", "-")]
    public async Task A_value_that_is_no_key_is_refused(string keyword, string value) =>
        await Assert.ThrowsAsync<QueryException>(() => _test.Studies((keyword, value)));

    private static DataSet Change(DataSet head, string name, string id, string date, string time, string sex, string part) => head
        .SetString(Tags.PatientName, name).SetString(Tags.PatientID, id).SetString(Tags.StudyDate, date).SetString(Tags.StudyTime, time)
        .SetString(Tags.PatientSex, sex).SetString(Tags.BodyPartExamined, part);

    private static DataSet Code(string value, string scheme) => new DataSet().SetString(Tags.CodeValue, value).SetString(Tags.CodingSchemeDesignator, scheme);
}
