using System.Globalization;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Cli.Listing;

/// <summary>Lists data elements a line each: tag, VR, value, length and multiplicity, keyword; items are indented.</summary>
internal sealed class DataSetListing(TextWriter output, bool full)
{
    private const int ValueColumn = 40, IndentStep = 2;
    private readonly ElementText _text = new(full);

    public void Write(DataSet dataSet) => Write(dataSet, 0);

    private void Write(DataSet dataSet, int indent)
    {
        foreach (var element in dataSet)
        {
            if (element.Items is { } items) WriteSequence(dataSet, element, items, indent);
            else if (element.Fragments is { } fragments) WriteFragments(dataSet, element, fragments, indent);
            else Line(indent, element.Tag, element.Vr.Code, _text.Of(dataSet, element), Length(element.Value.Length), ElementText.Count(dataSet, element), Name(dataSet, element.Tag));
        }
    }

    private void WriteSequence(DataSet dataSet, DataElement element, IReadOnlyList<SequenceItem> items, int indent)
    {
        var text = items.Count == 1 ? "(Sequence with 1 item)" : string.Create(CultureInfo.InvariantCulture, $"(Sequence with {items.Count} items)");
        Line(indent, element.Tag, element.Vr.Code, text, element.HasUndefinedLength ? "u/l" : "", 1, Name(dataSet, element.Tag));
        for (var i = 0; i < items.Count; i++)
        {
            var elements = string.Create(CultureInfo.InvariantCulture, $"(Item {i + 1} with {items[i].DataSet.Count} elements)");
            Line(indent + IndentStep, Tag.Item, "na", elements, items[i].HasUndefinedLength ? "u/l" : "", 1, "Item");
            Write(items[i].DataSet, indent + (2 * IndentStep));
        }
    }

    private void WriteFragments(DataSet dataSet, DataElement element, IReadOnlyList<ReadOnlyMemory<byte>> fragments, int indent)
    {
        var count = Math.Max(0, fragments.Count - 1);
        Line(indent, element.Tag, element.Vr.Code, string.Create(CultureInfo.InvariantCulture, $"(Encapsulated in {count} fragments)"), "u/l", 1, Name(dataSet, element.Tag));
        for (var i = 0; i < fragments.Count; i++)
            Line(indent + IndentStep, Tag.Item, "pi", _text.Bytes(fragments[i].Span), Length(fragments[i].Length), 1, i == 0 ? "BasicOffsetTable" : "Fragment");
    }

    private void Line(int indent, Tag tag, string vr, string value, string length, int count, string name) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{new string(' ', indent)}{tag} {vr} {value.PadRight(Math.Max(0, ValueColumn - indent))} # {length,6}, {count} {name}"));

    private static string Length(int bytes) => bytes.ToString(CultureInfo.InvariantCulture);

    private static string Name(DataSet dataSet, Tag tag)
    {
        if (tag.IsGroupLength) return "GroupLength";
        if (tag.IsPrivateCreator) return "PrivateCreator";
        if (tag.IsPrivate) return dataSet.PrivateCreatorOf(tag) is { } creator ? $"[{Printable.Of(creator)}]" : "Private";
        return DataDictionary.TryFind(tag, out var definition) ? definition.Keyword : "Unknown";
    }
}
