using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Trust.Identity;
using Concord.Vault.Index;

namespace Archive.Tests.Index;

/// <summary>Makes events of small synthetic instances.</summary>
internal static class Arrival
{
    public static readonly Uid CtImageStorage = Uid.Parse("1.2.840.10008.5.1.4.1.1.2");

    public static Uid StudyUid(int study) => Uid.Parse($"2.25.1000{study}");

    public static Uid SeriesUid(int series) => Uid.Parse($"2.25.2000{series}");

    public static Uid SopUid(long instance) => Uid.Parse($"2.25.3000{instance}");

    /// <summary>An instance of the given study and series; the bundle is the series' own.</summary>
    public static InstanceRow Row(long number, int study = 1, int series = 1, Action<DataSet>? change = null, long? sop = null, string characterSet = "ISO_IR 192")
    {
        var head = new DataSet();
        head.SetString(Tags.SpecificCharacterSet, characterSet);
        head.SetUid(Tags.SOPClassUID, CtImageStorage).SetUid(Tags.SOPInstanceUID, SopUid(sop ?? number));
        head.SetString(Tags.StudyDate, "20260102").SetString(Tags.StudyTime, "101500").SetString(Tags.AccessionNumber, $"A{study}");
        head.SetString(Tags.Modality, "CT").SetString(Tags.StudyDescription, $"Study {study}").SetString(Tags.SeriesDescription, $"Series {series}");
        head.SetString(Tags.PatientName, "Test^Patient").SetString(Tags.PatientID, $"P{study}").SetString(Tags.PatientBirthDate, "19700203").SetString(Tags.PatientSex, "F");
        head.SetUid(Tags.StudyInstanceUID, StudyUid(study)).SetUid(Tags.SeriesInstanceUID, SeriesUid(series));
        head.SetString(Tags.StudyID, $"S{study}").SetString(Tags.SeriesNumber, series.ToString()).SetString(Tags.InstanceNumber, number.ToString());
        change?.Invoke(head);
        return new(number, (study * 100) + series, StudyUid(study), SeriesUid(series), SopUid(sop ?? number),
            head.GetUid(Tags.SOPClassUID)!.Value, TransferSyntax.ExplicitVrLittleEndian, head, 1000, From("SENDER", number));
    }

    public static Origin From(string aeTitle, long number) => new(OriginKind.Dimse, aeTitle, "CONCORD", "127.0.0.1", DateTimeOffset.UnixEpoch.AddSeconds(number), []);

    public static IndexEvent Of(long number, int study = 1, int series = 1, Action<DataSet>? change = null, long? sop = null, string characterSet = "ISO_IR 192") =>
        new IndexEvent.InstanceArrived(Row(number, study, series, change, sop, characterSet));

    public static IndexEvent Aside(long number, int study = 1, int series = 1, long? sop = null) => new IndexEvent.InstanceKeptAside(Row(number, study, series, null, sop));

    public static IndexEvent Moved(long number, InstanceRow row, bool isToWarm) =>
        new IndexEvent.BundleMoved(number, DateTimeOffset.UnixEpoch.AddSeconds(number), "tester", "test", row.BundleId, row.StudyInstanceUid, row.SeriesInstanceUid, isToWarm);

    public static IndexEvent Deletion(long number, params InstanceRow[] rows) => new IndexEvent.InstancesDeleted(number, DateTimeOffset.UnixEpoch.AddSeconds(number), "tester", "test",
        [.. rows.Select(row => new DeletedInstance(row.BundleId, row.ArrivalNumber, row.StudyInstanceUid, row.SeriesInstanceUid, row.SopInstanceUid))]);

    /// <summary>What the index is told when instances are restored: each row, then the decision.</summary>
    public static IEnumerable<IndexEvent> Restoration(long number, params InstanceRow[] rows) =>
    [
        .. rows.Select(row => new IndexEvent.InstanceRestored(number, row)),
        new IndexEvent.InstancesRestored(Decision(number, "restored", rows[0].StudyInstanceUid) with { Instances = rows.Length }, [.. rows.Select(Name)]),
    ];

    public static Decision Decision(long number, string kind, Uid study) => new(number, kind, DateTimeOffset.UnixEpoch.AddSeconds(number), "tester", "test", study, default, default);

    private static DeletedInstance Name(InstanceRow row) => new(row.BundleId, row.ArrivalNumber, row.StudyInstanceUid, row.SeriesInstanceUid, row.SopInstanceUid);
}
