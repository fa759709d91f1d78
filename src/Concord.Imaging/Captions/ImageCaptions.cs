using System.Globalization;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Imaging.Rendering;

namespace Concord.Imaging.Captions;

/// <summary>The lines in the corners of a picture. Pure.</summary>
/// <param name="Patient">Above, on the left.</param>
/// <param name="Study">Above, on the right.</param>
/// <param name="Series">Below, on the left.</param>
/// <param name="Technique">Below, on the right.</param>
public sealed record ImageCaptions(IReadOnlyList<string> Patient, IReadOnlyList<string> Study, IReadOnlyList<string> Series, IReadOnlyList<string> Technique)
{
    /// <summary>What an image says of itself.</summary>
    /// <param name="frame">From 0.</param>
    public static ImageCaptions Of(DataSet head, int frame, CaptionKinds kinds)
    {
        var isPatient = kinds.HasFlag(CaptionKinds.Patient);
        var isTechnique = kinds.HasFlag(CaptionKinds.Technique);
        return new(isPatient ? PatientOf(head) : [], isPatient ? StudyOf(head) : [], isTechnique ? SeriesOf(head, frame) : [], isTechnique ? TechniqueOf(head, new(head, frame)) : []);
    }

    private static List<string> PatientOf(DataSet head) => Lines(
        NameOf(head), Text(head, Tags.PatientID), Joined(" ", DateOf(head, Tags.PatientBirthDate), Text(head, Tags.PatientSex), Text(head, Tags.PatientAge)));

    private static List<string> StudyOf(DataSet head) => Lines(
        Text(head, Tags.InstitutionName), Joined(" ", DateOf(head, Tags.StudyDate), TimeOf(head, Tags.StudyTime)), Text(head, Tags.AccessionNumber), Text(head, Tags.StudyDescription));

    private static List<string> SeriesOf(DataSet head, int frame)
    {
        var number = Text(head, Tags.InstanceNumber) is { Length: > 0 } image ? "Im " + image : "";
        var ofFrames = head.GetInt(Tags.NumberOfFrames) > 1 ? string.Create(CultureInfo.InvariantCulture, $"Fr {frame + 1}") : "";
        return Lines(
            Text(head, Tags.SeriesDescription), Joined(" ", Text(head, Tags.BodyPartExamined), Text(head, Tags.ImageLaterality) is { Length: > 0 } side ? side : Text(head, Tags.Laterality), Text(head, Tags.ViewPosition)),
            Joined(" ", Text(head, Tags.Modality), Text(head, Tags.SeriesNumber) is { Length: > 0 } series ? "Se " + series : "", number, ofFrames));
    }

    private static List<string> TechniqueOf(DataSet head, FrameAttributes frame)
    {
        var measures = frame.Macro(Tags.PixelMeasuresSequence);
        var position = frame.Macro(Tags.PlanePositionSequence);
        var location = Number(head, Tags.SliceLocation, "mm");
        if (location.Length == 0 && position.GetDouble(Tags.ImagePositionPatient, 2) is { } z) location = string.Create(CultureInfo.InvariantCulture, $"{z:0.#} mm");
        return Lines(
            Joined(" ", Number(head, Tags.KVP, "kV"), Number(head, Tags.XRayTubeCurrent, "mA"), Number(head, Tags.Exposure, "mAs")),
            Joined(" ", Labelled("TR", head, Tags.RepetitionTime), Labelled("TE", head, Tags.EchoTime), Labelled("FA", head, Tags.FlipAngle)),
            Joined(" ", Number(measures, Tags.SliceThickness, "mm") is { Length: > 0 } thickness ? "T " + thickness : "", location.Length > 0 ? "L " + location : ""));
    }

    /// <summary>As it is written where the patient lives, and in letters.</summary>
    private static string NameOf(DataSet head)
    {
        if (head.GetPersonName(Tags.PatientName) is not { } name) return "";
        var (han, letters) = (name.Ideographic.Replace("^", "", StringComparison.Ordinal), string.Join(' ', name.Alphabetic.Split('^', StringSplitOptions.RemoveEmptyEntries)));
        return Joined(" ", han, letters);
    }

    /// <summary>Also of the forms before 1993, with points and colons.</summary>
    private static string DateOf(DataSet head, Tag tag)
    {
        var date = Text(head, tag).Replace(".", "", StringComparison.Ordinal);
        return date.Length == 8 && !date.AsSpan().ContainsAnyExceptInRange('0', '9') ? $"{date[..4]}-{date[4..6]}-{date[6..]}" : Text(head, tag);
    }

    private static string TimeOf(DataSet head, Tag tag) => Text(head, tag).Replace(":", "", StringComparison.Ordinal) is { Length: >= 4 } time ? $"{time[..2]}:{time[2..4]}" : "";

    private static string Number(DataSet from, Tag tag, string unit) =>
        from.GetDouble(tag) is { } number && double.IsFinite(number) ? string.Create(CultureInfo.InvariantCulture, $"{number:0.##} {unit}") : "";

    private static string Labelled(string label, DataSet from, Tag tag) => from.GetDouble(tag) is { } number && double.IsFinite(number) ? string.Create(CultureInfo.InvariantCulture, $"{label} {number:0.##}") : "";

    private static string Text(DataSet head, Tag tag) => (head.GetString(tag) ?? "").Trim();

    private static string Joined(string between, params IEnumerable<string> words) => string.Join(between, words.Where(word => word.Length > 0));

    private static List<string> Lines(params IEnumerable<string> lines) => [.. lines.Where(line => line.Length > 0)];
}
