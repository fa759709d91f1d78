using Concord.Dicom.Dictionary;
using Concord.Vault.Index;

namespace Archive.Tests.Index;

public sealed class VaultIndexTests
{
    [Fact]
    public async Task A_new_index_is_empty()
    {
        await using var test = await TestIndex.Open();
        Assert.Equal(0, test.Index.HighestNumber);
        Assert.Empty(await test.Index.FindBundles(Arrival.StudyUid(1), null, default));
        Assert.Empty(await test.Index.FindBundlesOfInstance(Arrival.SopUid(1), default));
    }

    [Fact]
    public async Task What_was_enqueued_is_there_after_the_barrier()
    {
        await using var test = await TestIndex.With([Arrival.Of(1), Arrival.Of(2), Arrival.Of(3, series: 2), Arrival.Of(4, study: 2)]);
        var bundles = await test.Index.FindBundles(Arrival.StudyUid(1), null, default);
        Assert.Equal([101, 102], bundles.Select(bundle => bundle.BundleId));
        Assert.Equal(2000, bundles[0].Bytes);
        Assert.Equal(2, bundles[0].Entries);
        Assert.False(bundles[0].IsSealed);
        Assert.Equal([102], (await test.Index.FindBundles(Arrival.StudyUid(1), Arrival.SeriesUid(2), default)).Select(bundle => bundle.BundleId));
        Assert.Equal([201], (await test.Index.FindBundlesOfInstance(Arrival.SopUid(4), default)).Select(bundle => bundle.BundleId));
        Assert.Equal(4, test.Index.HighestNumber);
        Assert.Equal(["1|2|3|CT"], await test.Select("SELECT source_arrival, series, instances, modalities FROM study WHERE patient_id = 'P1'"));
    }

    [Fact]
    public async Task The_index_is_there_after_a_restart()
    {
        await using var test = await TestIndex.With([Arrival.Of(1), Arrival.Of(2)]);
        var before = await test.Snapshot();
        await test.Reopen();
        Assert.Equal(2, test.Index.HighestNumber);
        await test.Add(Arrival.Of(1), Arrival.Of(2));
        Assert.Equal(before, await test.Snapshot());
        await test.Add(Arrival.Of(3));
        Assert.Equal(["3"], await test.Select("SELECT instances FROM study"));
    }

    [Fact]
    public async Task The_mark_waits_for_the_number_that_is_missing()
    {
        await using var test = await TestIndex.With([Arrival.Of(1), Arrival.Of(3), Arrival.Of(4)]);
        Assert.Equal(1, test.Index.HighestNumber);
        Assert.Equal(4, test.Index.LastNumber);
        await test.Add(Arrival.Of(2));
        Assert.Equal(4, test.Index.HighestNumber);
    }

    [Fact]
    public async Task A_complete_sequence_lets_the_mark_pass_unused_numbers()
    {
        await using var test = await TestIndex.With([Arrival.Of(2), Arrival.Of(5), new IndexEvent.SequenceComplete(4)]);
        Assert.Equal(5, test.Index.HighestNumber);
        await test.Reopen();
        Assert.Equal(5, test.Index.HighestNumber);
    }

    [Fact]
    public async Task A_series_uid_in_two_studies_is_two_series()
    {
        await using var test = await TestIndex.With([Arrival.Of(1, study: 1, series: 7), Arrival.Of(2, study: 2, series: 7)]);
        Assert.Equal(["1", "1"], await test.Select("SELECT instances FROM series"));
        Assert.Equal([107], (await test.Index.FindBundles(Arrival.StudyUid(1), Arrival.SeriesUid(7), default)).Select(bundle => bundle.BundleId));
    }

    [Fact]
    public async Task Patients_without_an_id_are_never_merged()
    {
        await using var test = await TestIndex.With(
            [Arrival.Of(1, study: 1, change: head => head.SetEmpty(Tags.PatientID)), Arrival.Of(2, study: 2, change: head => head.SetEmpty(Tags.PatientID))]);
        Assert.Equal(["1", "1"], await test.Select("SELECT studies FROM patient"));
    }

    [Fact]
    public async Task The_same_id_of_another_issuer_is_another_patient()
    {
        await using var test = await TestIndex.With([
            Arrival.Of(1, study: 1, change: head => head.SetString(Tags.PatientID, "X")),
            Arrival.Of(2, study: 2, change: head => head.SetString(Tags.PatientID, "X")),
            Arrival.Of(3, study: 3, change: head => head.SetString(Tags.PatientID, "X").SetString(Tags.IssuerOfPatientID, "HOSPITAL"))]);
        Assert.Equal(["|2", "HOSPITAL|1"], await test.Select("SELECT issuer, studies FROM patient ORDER BY issuer"));
    }

    [Fact]
    public async Task Rows_take_their_values_from_the_lowest_arrival_and_flag_disagreement()
    {
        await using var test = await TestIndex.With([
            Arrival.Of(2, change: head => head.SetString(Tags.AccessionNumber, "LATE").SetString(Tags.PatientID, "OTHER")), Arrival.Of(1), Arrival.Of(3)]);
        Assert.Equal(["A1|P1|1|1"], await test.Select("SELECT accession, patient_id, source_arrival, disagrees FROM study"));
        Assert.Equal(["P1"], await test.Select("SELECT patient_id FROM patient"));
    }

    [Fact]
    public async Task Instances_that_agree_in_another_character_set_raise_no_flag()
    {
        await using var test = await TestIndex.With([
            Arrival.Of(1, change: head => head.SetString(Tags.PatientName, "Müller^Jörg"), characterSet: "ISO_IR 100"),
            Arrival.Of(2, change: head => head.SetString(Tags.PatientName, "Müller^Jörg"))]);
        Assert.Equal(["0"], await test.Select("SELECT disagrees FROM study"));
        Assert.Contains("muller^jorg", await test.Select("SELECT form FROM study_name"));
    }

    [Fact]
    public async Task What_is_deleted_is_counted_out_and_empty_rows_go()
    {
        var (first, second, third) = (Arrival.Row(1), Arrival.Row(2, series: 2), Arrival.Row(3, series: 2));
        await using var test = await TestIndex.With([.. new[] { first, second, third }.Select(row => new IndexEvent.InstanceArrived(row))]);
        await test.Add(Arrival.Deletion(4, first, second));
        Assert.Equal(["1|1|1000"], await test.Select("SELECT series, instances, bytes FROM study"));
        Assert.Equal([102], (await test.Index.FindBundles(first.StudyInstanceUid, null, default)).Select(bundle => bundle.BundleId));
        await test.Add(Arrival.Deletion(5, third));
        Assert.Empty(await test.Select("SELECT 1 FROM study UNION ALL SELECT 1 FROM series UNION ALL SELECT 1 FROM patient UNION ALL SELECT 1 FROM study_name"));
        Assert.Empty(await test.Index.FindBundles(first.StudyInstanceUid, null, default));
        await test.Add(Arrival.Of(6, sop: 1));
        Assert.Equal(["1|1"], await test.Select("SELECT studies, instances FROM patient"));
    }

    [Fact]
    public async Task A_sealed_bundle_is_known_by_its_hash()
    {
        await using var test = await TestIndex.With([Arrival.Of(1), new IndexEvent.BundleSealed(101, "ab12", 5555, 1, DateTimeOffset.UnixEpoch)]);
        var bundle = Assert.Single(await test.Index.FindBundles(Arrival.StudyUid(1), null, default));
        Assert.Equal((true, "ab12", 5555), (bundle.IsSealed, bundle.Sha256, bundle.Bytes));
    }

    [Fact]
    public async Task An_event_that_cannot_be_indexed_is_set_aside_and_the_sequence_goes_on()
    {
        var stranger = Arrival.Row(1) with { SeriesInstanceUid = Arrival.SeriesUid(9) };
        await using var test = await TestIndex.With([Arrival.Of(1), Arrival.Deletion(2, stranger), Arrival.Of(3)]);
        Assert.Equal(3, test.Index.HighestNumber);
        Assert.Equal(1, test.Index.SetAsideCount);
        Assert.Equal(["2|InstancesDeleted"], await test.Select("SELECT number, kind FROM unindexed"));
        Assert.Equal(["2"], await test.Select("SELECT instances FROM study"));
        Assert.Empty(await test.Select("SELECT 1 FROM tombstone"));
    }
}
