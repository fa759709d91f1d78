using System.Globalization;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Server.Documents;

/// <summary>Turns a structured report into words (PS3.3 §C.17.3). One report an instance.</summary>
/// <param name="service">The address of the studies service.</param>
internal sealed class ReportReader(DataSet dataSet, string service)
{
    /// <summary>Deepest level, and most items, that are written.</summary>
    private const int MaxDepth = 64;
    private const int MaxItems = 100_000;

    private readonly Dictionary<string, string> _places = []; // SOP Instance UID to the instance's address
    private int _items;

    public static bool IsReport(DataSet dataSet) => dataSet.GetString(Tags.ValueType) == "CONTAINER" && dataSet.Contains(Tags.ConceptNameCodeSequence);

    public Report Read()
    {
        FindPlaces(Tags.CurrentRequestedProcedureEvidenceSequence);
        FindPlaces(Tags.PertinentOtherEvidenceSequence);
        var root = Item(dataSet, 0);
        return new(root.Concept.Length > 0 ? root.Concept : dataSet.GetString(Tags.SeriesDescription) ?? "SR", [.. Heading().Where(line => line.Value.Length > 0)], root);
    }

    private IEnumerable<(ReportLabel Label, string Value)> Heading()
    {
        yield return (ReportLabel.Patient, Name(dataSet, Tags.PatientName));
        yield return (ReportLabel.PatientId, Text(dataSet, Tags.PatientID));
        yield return (ReportLabel.BirthDate, Date(Text(dataSet, Tags.PatientBirthDate)));
        yield return (ReportLabel.Sex, Text(dataSet, Tags.PatientSex));
        yield return (ReportLabel.StudyDate, Date(Text(dataSet, Tags.StudyDate)));
        yield return (ReportLabel.AccessionNumber, Text(dataSet, Tags.AccessionNumber));
        yield return (ReportLabel.ReferringPhysician, Name(dataSet, Tags.ReferringPhysicianName));
        yield return (ReportLabel.Institution, Text(dataSet, Tags.InstitutionName));
        yield return (ReportLabel.State, string.Join(" · ", new[] { Text(dataSet, Tags.CompletionFlag), Text(dataSet, Tags.VerificationFlag) }.Where(word => word.Length > 0)));
        foreach (var observer in dataSet.GetItems(Tags.VerifyingObserverSequence))
            yield return (ReportLabel.VerifiedBy, $"{Name(observer, Tags.VerifyingObserverName)} {Text(observer, Tags.VerifyingOrganization)} {Date(Text(observer, Tags.VerificationDateTime))}".Trim());
    }

    private ReportItem Item(DataSet item, int depth)
    {
        _items++;
        var children = new List<ReportItem>();
        if (depth < MaxDepth)
            foreach (var child in item.GetItems(Tags.ContentSequence))
                if (_items < MaxItems) children.Add(Item(child, depth + 1));
        var concept = Meaning(item, Tags.ConceptNameCodeSequence);
        var kind = Text(item, Tags.ValueType);
        if (kind.Length == 0 && item.Contains(Tags.ReferencedContentItemIdentifier))
            return new(concept, "→ " + string.Join('.', item.GetStrings(Tags.ReferencedContentItemIdentifier)), false, null, children);
        var referenced = item.GetItems(Tags.ReferencedSOPSequence) is [var first, ..] ? first : null;
        return new(concept, Value(item, kind, referenced), kind == "CONTAINER", referenced is null ? null : LinkTo(referenced), children);
    }

    private static string Value(DataSet item, string kind, DataSet? referenced) => kind switch
    {
        "CONTAINER" => "",
        "TEXT" => Text(item, Tags.TextValue),
        "CODE" => Meaning(item, Tags.ConceptCodeSequence),
        "NUM" => Number(item),
        "PNAME" => Name(item, Tags.PersonName),
        "DATE" => Date(Text(item, Tags.Date)),
        "TIME" => Text(item, Tags.Time),
        "DATETIME" => Date(Text(item, Tags.DateTime)),
        "UIDREF" => Text(item, Tags.UID),
        "SCOORD" or "SCOORD3D" => $"{Text(item, Tags.GraphicType)} {Joined(item, Tags.GraphicData)}",
        "TCOORD" => $"{Text(item, Tags.TemporalRangeType)} {Joined(item, Tags.ReferencedTimeOffsets)}{Joined(item, Tags.ReferencedSamplePositions)}{Joined(item, Tags.ReferencedDateTime)}",
        "IMAGE" or "COMPOSITE" or "WAVEFORM" => $"{NameOf(referenced) ?? kind}{Frames(referenced)}",
        _ => kind,
    };

    private static string Number(DataSet item)
    {
        if (item.GetItems(Tags.MeasuredValueSequence) is not [var measured, ..]) return Meaning(item, Tags.NumericValueQualifierCodeSequence);
        var unit = measured.GetItems(Tags.MeasurementUnitsCodeSequence) is [var code, ..] ? Text(code, Tags.CodeValue) is "1" or "" ? "" : Text(code, Tags.CodeMeaning) is { Length: > 0 and < 24 } words ? words : Text(code, Tags.CodeValue) : "";
        return $"{Text(measured, Tags.NumericValue)} {unit}".Trim();
    }

    private static string? NameOf(DataSet? referenced) =>
        referenced?.GetUid(Tags.ReferencedSOPClassUID) is { } uid ? UidDictionary.NameOf(uid)?.Replace(" Storage", "", StringComparison.Ordinal) : null;

    private static string Frames(DataSet? referenced) =>
        referenced is not null && Joined(referenced, Tags.ReferencedFrameNumber) is { Length: > 0 } frames ? $" [{frames}]" : "";

    private static string Joined(DataSet item, Tag tag)
    {
        if (item.Find(tag) is not { } element) return "";
        if (element.Vr.IsString) return string.Join(", ", item.GetStrings(tag));
        var values = new List<string>();
        while (values.Count < 64 && item.GetDouble(tag, values.Count) is { } number) values.Add(number.ToString("G6", CultureInfo.InvariantCulture));
        return string.Join(", ", values);
    }

    /// <summary>Which series an instance is in stands in the report's evidence alone (PS3.3 §C.17.2).</summary>
    private void FindPlaces(Tag evidence)
    {
        foreach (var study in dataSet.GetItems(evidence))
            foreach (var series in study.GetItems(Tags.ReferencedSeriesSequence))
                foreach (var instance in series.GetItems(Tags.ReferencedSOPSequence))
                    if (study.GetUid(Tags.StudyInstanceUID) is { } studyUid && series.GetUid(Tags.SeriesInstanceUID) is { } seriesUid && instance.GetUid(Tags.ReferencedSOPInstanceUID) is { } uid)
                        _places[uid.ToString()] = $"{service}/studies/{studyUid}/series/{seriesUid}/instances/{uid}";
    }

    private string? LinkTo(DataSet referenced)
    {
        if (referenced.GetUid(Tags.ReferencedSOPInstanceUID) is not { } uid || !_places.TryGetValue(uid.ToString(), out var place)) return null;
        return referenced.GetInt(Tags.ReferencedFrameNumber) is > 0 and var frame ? $"{place}/frames/{frame}/rendered" : place + "/rendered";
    }

    private static string Meaning(DataSet item, Tag tag) => item.GetItems(tag) is [var code, ..] ? Text(code, Tags.CodeMeaning) is { Length: > 0 } words ? words : Text(code, Tags.CodeValue) : "";

    /// <summary>As it is written where the patient lives, and in letters.</summary>
    private static string Name(DataSet item, Tag tag)
    {
        if (item.GetPersonName(tag) is not { } name) return "";
        var groups = name.ToString().Split('=').Select(group => string.Join(' ', group.Split('^', StringSplitOptions.RemoveEmptyEntries))).Where(group => group.Length > 0).ToArray();
        return groups.Length > 1 ? $"{groups[1].Replace(" ", "", StringComparison.Ordinal)} ({groups[0]})" : groups.FirstOrDefault("");
    }

    /// <summary>A date, or a date and time with all that it says of seconds and zone, as people read them.</summary>
    private static string Date(string text)
    {
        if (text.Length < 8 || text.AsSpan(0, 8).ContainsAnyExceptInRange('0', '9')) return text;
        var (day, time) = ($"{text[..4]}-{text[4..6]}-{text[6..8]}", text[8..]);
        var digits = time.AsSpan().IndexOfAnyExceptInRange('0', '9') is var end && end < 0 ? time.Length : end;
        if (digits is not (4 or 6)) return time.Length == 0 ? day : text;
        return $"{day} {time[..2]}:{time[2..4]}{(digits == 6 ? ":" + time[4..6] : "")}{time[digits..]}";
    }

    private static string Text(DataSet item, Tag tag) => string.Join(", ", item.GetStrings(tag)).Trim();
}
