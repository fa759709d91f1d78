using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Concord.Cli.Synth.Phantoms;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Cli.Synth;

/// <summary>One study to be made: whose, when, of which family, and the modules that all its images share.</summary>
internal sealed record SynthStudy(long Seed, int Number, SynthPatient Patient, SynthFamily Family, DateTime Start)
{
    private const string Manufacturer = "Concord Synthetic";

    public SynthScale Scale { get; init; }

    /// <summary>Wanted slices of a volume, or null for the family's own.</summary>
    public int? Slices { get; init; }

    /// <summary>How far disease has gone: 0 in a first study, more in later ones of the same patient.</summary>
    public float Progress { get; init; } = 1;

    /// <summary>Folder of the study's files.</summary>
    public string Folder => string.Create(CultureInfo.InvariantCulture, $"{Number:D2}-{Family.Name}-{Start:yyyyMMdd}");

    public bool IsSmall => Scale == SynthScale.Small;

    /// <summary>The patient's anatomy: the same in every study of the patient.</summary>
    public Noise Anatomy => new(BitConverter.ToUInt64(Hash($"anatomy/{Patient.Id}")));

    /// <summary>Randomness of this study's images.</summary>
    public Noise Grain => new(BitConverter.ToUInt64(Hash($"grain/{Number}")));

    /// <summary>A UID under 2.25 made of the seed, all that makes this study what it is, and a path: the same every time, and never one of
    /// another set's studies (PS3.5 §B.2).</summary>
    public Uid NewUid(string path) => Uid.FromGuid(new Guid(Hash(string.Create(
        CultureInfo.InvariantCulture, $"{Scale}/{Family.Name}/{Patient.Id}/{Start:yyyyMMddHHmm}/{Number}/{Slices}/{Progress}/{path}")).AsSpan(0, 16)));

    /// <summary>The beginning of every image of a series: SOP common, patient, study, series, equipment, general image (PS3.3 §C.7, §C.12.1).</summary>
    public DataSet NewImage(SynthSeries series, int instance)
    {
        var image = new DataSet();
        image.SetString(Tags.SpecificCharacterSet, Patient.CharacterSet);
        SetIdentity(image, series, instance);
        SetTimes(image, series, instance);
        SetPatient(image);
        image.SetString(Tags.StudyDescription, Text(series)).SetString(Tags.SeriesDescription, series.Description)
            .SetString(Tags.Modality, series.Modality).SetString(Tags.ProtocolName, series.Description)
            .SetString(Tags.BodyPartExamined, series.BodyPart)
            .SetString(Tags.ReferringPhysicianName, Patient.Physician).SetString(Tags.InstitutionName, Patient.Institution)
            .SetString(Tags.Manufacturer, Manufacturer).SetString(Tags.ManufacturerModelName, series.Station)
            .SetString(Tags.StationName, $"SYN-{series.Modality}1").SetString(Tags.DeviceSerialNumber, "0001").SetString(Tags.SoftwareVersions, "1.0")
            .SetEmpty(Tags.OperatorsName);
        if (series.PatientPosition.Length > 0) image.SetString(Tags.PatientPosition, series.PatientPosition);
        if (series.FrameOfReference is { } frame)
            image.SetUid(Tags.FrameOfReferenceUID, frame).SetEmpty(Tags.PositionReferenceIndicator);
        return image;
    }

    private void SetIdentity(DataSet image, SynthSeries series, int instance) => image
        .SetUid(Tags.SOPClassUID, series.SopClass)
        .SetUid(Tags.SOPInstanceUID, NewUid($"{series.Number}/{instance}"))
        .SetUid(Tags.StudyInstanceUID, NewUid("study"))
        .SetUid(Tags.SeriesInstanceUID, NewUid($"{series.Number}"))
        .SetString(Tags.StudyID, Number.ToString(CultureInfo.InvariantCulture))
        .SetString(Tags.AccessionNumber, string.Create(CultureInfo.InvariantCulture, $"A{Start:yyMMdd}{Number:D4}{Family.Name}"))
        .SetInt(Tags.SeriesNumber, series.Number)
        .SetInt(Tags.InstanceNumber, instance);

    private void SetTimes(DataSet image, SynthSeries series, int instance)
    {
        var start = Start.AddMinutes(series.StartMinutes);
        SetDateAndTime(image, Tags.StudyDate, Tags.StudyTime, Start);
        SetDateAndTime(image, Tags.SeriesDate, Tags.SeriesTime, start);
        SetDateAndTime(image, Tags.AcquisitionDate, Tags.AcquisitionTime, start);
        SetDateAndTime(image, Tags.ContentDate, Tags.ContentTime, start.AddSeconds(instance));
    }

    private void SetPatient(DataSet image)
    {
        var age = Start.Year - Patient.Birth.Year - (DateOnly.FromDateTime(Start) < Patient.Birth.AddYears(Start.Year - Patient.Birth.Year) ? 1 : 0);
        image.SetString(Tags.PatientName, Patient.Name).SetString(Tags.PatientID, Patient.Id).SetString(Tags.PatientSex, Patient.Sex)
            .SetString(Tags.PatientBirthDate, Patient.Birth.ToString("yyyyMMdd", CultureInfo.InvariantCulture))
            .SetString(Tags.PatientAge, string.Create(CultureInfo.InvariantCulture, $"{age:D3}Y"))
            .SetDouble(Tags.PatientSize, Patient.SizeMetres).SetDouble(Tags.PatientWeight, Patient.WeightKilograms);
    }

    private static void SetDateAndTime(DataSet image, Tag date, Tag time, DateTime at) => image
        .SetString(date, at.ToString("yyyyMMdd", CultureInfo.InvariantCulture))
        .SetString(time, at.ToString("HHmmss", CultureInfo.InvariantCulture));

    private string Text(SynthSeries series) => StudyTitles.Of(Family.Name, series.BodyPart, Patient.Name.Contains('=', StringComparison.Ordinal));

    private byte[] Hash(string path) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"concord/{Seed}/{path}")));
}
