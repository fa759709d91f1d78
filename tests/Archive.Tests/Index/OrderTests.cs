using Concord.Dicom.Dictionary;
using Concord.Vault.Index;
using Concord.Vault.Lifecycle;
using FsCheck.Fluent;

namespace Archive.Tests.Index;

/// <summary>Whatever the order of the events, and however often they are told: the same rows.</summary>
public sealed class OrderTests
{
    [Fact]
    public async Task Any_order_of_events_and_any_repetition_gives_the_same_rows()
    {
        var events = Events();
        var expected = await SnapshotOf([events]);
        var orders =
            from shuffled in Gen.Shuffle(Enumerable.Range(0, events.Length).ToArray())
            from slice in Gen.Choose(1, events.Length)
            from repeated in Gen.Choose(0, events.Length)
            select (shuffled, slice, repeated);
        var samples = Environment.GetEnvironmentVariable("CONCORD_ALL") == "1" ? 300 : 25;
        foreach (var (shuffled, slice, repeated) in orders.Sample(samples))
        {
            var inOrder = shuffled.Concat(shuffled.Take(repeated)).Select(i => events[i]).ToArray();
            var found = await SnapshotOf(inOrder.Chunk(slice));
            Assert.True(found == expected, $"Order {string.Join(' ', shuffled)}, slices of {slice}, {repeated} told again:\n{found}\nexpected\n{expected}");
        }
    }

    [Fact]
    public async Task A_study_moves_to_the_patient_of_its_lowest_arrival()
    {
        await using var test = await TestIndex.With([Arrival.Of(5, study: 1, series: 1, head => head.SetString(Tags.PatientID, "WRONG")), Arrival.Of(6, study: 2, change: head => head.SetString(Tags.PatientID, "WRONG"))]);
        await test.Add(Arrival.Of(1, study: 1, series: 2));
        Assert.Equal(["P1|1|2|2", "WRONG|1|1|1"], await test.Select("SELECT patient_id, studies, series, instances FROM patient ORDER BY patient_id"));
    }

    /// <summary>Three studies of two patients that disagree here and there, objects kept aside, rejections of an instance, a series and a study, a sealing; a study
    /// that is restored, one that is rejected again, instances that are purged, a hold and its release, bundles that are replaced, one after the other, and purged.</summary>
    private static IndexEvent[] Events()
    {
        var rows = new List<InstanceRow>();
        for (var n = 1; n <= 12; n++)
        {
            var number = n;
            rows.Add(Arrival.Row(n, study: 1 + (n % 3), series: 1 + (n / 3 % 2), change: head =>
            {
                head.SetString(Tags.PatientID, number % 3 == 2 ? "B" : "A");
                head.SetString(Tags.PatientName, number == 7 ? "Other^Name" : "张^三");
                head.SetString(Tags.Modality, number % 5 == 0 ? "SR" : "CT");
                head.SetUid(Tags.SOPClassUID, Concord.Dicom.DataElements.Uid.Parse(number % 2 == 0 ? "1.2.840.10008.5.1.4.1.1.2" : "1.2.840.10008.5.1.4.1.1.4"));
            }) with { Origin = Arrival.From(number % 4 == 1 ? "SENDER-1" : number % 4 == 2 ? "OTHER" : "SENDER", number) });
        }
        rows.Add(Arrival.Row(13, study: 9, series: 9));
        rows.Add(Arrival.Row(14, study: 9, series: 9));
        var aside = Arrival.Row(15, sop: 1);
        return
        [
            .. rows.Select(row => new IndexEvent.InstanceArrived(row)), Arrival.Aside(15, sop: 1), Arrival.Aside(16, study: 2, series: 2, sop: 3),
            Arrival.Deletion(17, [.. rows.Where(row => row.ArrivalNumber is 13 or 14)]), Arrival.Deletion(18, [.. rows.Where(row => row.ArrivalNumber is 5 or 11 or 12)]),
            new IndexEvent.InstancesDeleted(19, DateTimeOffset.UnixEpoch, "tester", "", [new(202, 16, Arrival.StudyUid(2), Arrival.SeriesUid(2), Arrival.SopUid(3))]),
            .. Arrival.Restoration(20, rows[12], rows[11]), Arrival.Deletion(21, rows[12]), .. Arrival.Restoration(22, rows[12]), Purged(23, rows[10], rows[4]),
            Held(24), new IndexEvent.Decided(Arrival.Decision(25, "released", Arrival.StudyUid(2)) with { Answers = 24 }, []),
            Crossed(30, Concord.Vault.Sites.QuotaState.Warned), Crossed(31, Concord.Vault.Sites.QuotaState.Full),
            new IndexEvent.BundleSealed(rows[0].BundleId, "cafe", 4242, 4, DateTimeOffset.UnixEpoch),
            Arrival.Moved(26, rows[0], isToWarm: true), Arrival.Moved(27, rows[0], isToWarm: false), Arrival.Moved(29, rows[1], isToWarm: true),
            new IndexEvent.BundleRepaired(28, DateTimeOffset.UnixEpoch, "system", "from the replica", rows[0].BundleId, rows[0].StudyInstanceUid, rows[0].SeriesInstanceUid),
            Replacement(32, 101, 1001, [rows[5], aside], []), Replacement(33, 1001, 1002, [rows[5], rows[11]], [aside]),
            Replacement(34, 202, 1003, [rows[3], rows[9]], [Arrival.Row(16, study: 2, series: 2, sop: 3)]), new IndexEvent.BundleSealed(1003, "1003", 1003, 1, DateTimeOffset.UnixEpoch),
        ];
    }

    /// <summary>The feed hears of each decision once: of single instances one by one, else of what was named.</summary>
    private static readonly string[] DecisionChanges = ["deleted 7", "held 1", "purged 3", "quota-full 1", "quota-warned 1", "released 1", "replaced 1", "restored 2"];

    private static async Task<IEnumerable<string>> ChangesOf(TestIndex test) => (await new Concord.Vault.Changes.ChangeFeed(test.Index).Read(0, 1000, default))
        .Where(change => change.Kind is not ("stored" or "sealed" or "kept-aside" or "moved" or "repaired")).GroupBy(change => change.Kind).Select(same => $"{same.Key} {same.Count()}").Order(StringComparer.Ordinal);

    private static IndexEvent.BundlesReplaced Purged(long number, params InstanceRow[] rows) => new(
        number, DateTimeOffset.UnixEpoch.AddSeconds(number), "tester", "", "purged", rows[0].StudyInstanceUid, rows[0].SeriesInstanceUid, [rows[0].BundleId], null, 0, null, default,
        [.. rows.Select(row => new PurgedInstance(row.ArrivalNumber, row.SopInstanceUid, "beef", row.Bytes))]);

    private static IndexEvent.Decided Held(long number) => new(Arrival.Decision(number, "held", Arrival.StudyUid(2)) with { Until = DateTimeOffset.UnixEpoch.AddDays(1) }, []);

    private static IndexEvent.QuotaCrossed Crossed(long number, Concord.Vault.Sites.QuotaState state) => new(number, DateTimeOffset.UnixEpoch, "quota", "why", "NORTH", state);

    /// <param name="kept">The first and the last object that the new bundle has.</param>
    private static IndexEvent.BundlesReplaced Replacement(long number, long from, long into, InstanceRow[] kept, InstanceRow[] purged) => new(
        number, DateTimeOffset.UnixEpoch, "tester", "", purged.Length > 0 ? "purged" : "replaced", kept[0].StudyInstanceUid, kept[0].SeriesInstanceUid, [from],
        into == 0 ? null : new(into, into.ToString(System.Globalization.CultureInfo.InvariantCulture), into, 1, DateTimeOffset.UnixEpoch), kept[0].ArrivalNumber, kept[0].Origin, kept[^1].Origin.At,
        [.. purged.Select(row => new PurgedInstance(row.ArrivalNumber, row.SopInstanceUid, "", row.Bytes))]);

    private static async Task<string> SnapshotOf(IEnumerable<IndexEvent[]> slices)
    {
        await using var test = await TestIndex.Open();
        foreach (var slice in slices) await test.Add(slice);
        Assert.Equal(0, test.Index.SetAsideCount);
        Assert.Equal(34, test.Index.HighestNumber);
        Assert.Equal(DecisionChanges, await ChangesOf(test));
        return await test.Snapshot();
    }
}
