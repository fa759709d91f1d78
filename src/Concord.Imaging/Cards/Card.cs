using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Imaging.Cards;

/// <summary>What a card says of an object.</summary>
/// <param name="Label">A few letters: the modality.</param>
public sealed record Card(string Label, string Title, IReadOnlyList<string> Lines)
{
    public const int MaxLines = 24;

    private const int MaxItems = 500;

    private const int MaxDepth = 12;

    private const int MaxLabel = 8;

    public static Card Of(DataSet head)
    {
        var lines = new List<string>();
        var items = 0;
        Gather(head, lines, ref items, 0);
        var title = Meaning(head, Tags.ConceptNameCodeSequence) ?? head.GetString(Tags.DocumentTitle) ?? head.GetString(Tags.ContentLabel) ?? head.GetString(Tags.SeriesDescription)
            ?? (head.GetUid(Tags.SOPClassUID) is { } sopClass ? UidDictionary.NameOf(sopClass) : null) ?? "";
        var label = head.GetString(Tags.Modality) ?? "";
        return new(label.Length is > 0 and <= MaxLabel ? label : "DCM", title, lines);
    }

    private static void Gather(DataSet parent, List<string> lines, ref int items, int depth)
    {
        if (depth == MaxDepth) return;
        foreach (var item in parent.GetItems(Tags.ContentSequence))
        {
            if (lines.Count == MaxLines || ++items > MaxItems) return;
            if (TextOf(item) is { } text) lines.Add(Meaning(item, Tags.ConceptNameCodeSequence) is { } name ? $"{name}: {text}" : text);
            Gather(item, lines, ref items, depth + 1);
        }
    }

    private static string? TextOf(DataSet item) => item.GetString(Tags.ValueType) switch
    {
        "TEXT" => item.GetString(Tags.TextValue),
        "CODE" => Meaning(item, Tags.ConceptCodeSequence),
        "NUM" when item.GetItems(Tags.MeasuredValueSequence) is [var measured, ..] && measured.GetString(Tags.NumericValue) is { } number =>
            $"{number} {(measured.GetItems(Tags.MeasurementUnitsCodeSequence) is [var unit, ..] ? unit.GetString(Tags.CodeValue) : "")}",
        "CONTAINER" => Meaning(item, Tags.ConceptNameCodeSequence) is not null ? "" : null,
        _ => null,
    };

    private static string? Meaning(DataSet item, Tag sequence) => item.GetItems(sequence) is [var code, ..] ? code.GetString(Tags.CodeMeaning) : null;
}
