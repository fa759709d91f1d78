using System.Collections.Immutable;
using System.Globalization;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Vault.Index;

namespace Concord.Vault.Corrections;

/// <summary>The corrections of one study that hold, in the order in which they were made. Immutable.</summary>
internal sealed class CorrectionOverlay(ImmutableArray<ActiveCorrection> all)
{
    private const string ModifyingSystem = "Concord";

    public bool IsEmpty => all.IsEmpty;

    public CorrectionOverlay With(ActiveCorrection added) => new(all.Add(added).Sort((left, right) => left.Number.CompareTo(right.Number)));

    public CorrectionOverlay Without(long number) => new(all.RemoveAll(one => one.Number == number));

    /// <summary>Which corrections a series is under: other ones, another number; 0 for none.</summary>
    public long VersionOf(Uid series)
    {
        var version = 0L;
        foreach (var one in Of(series)) version = unchecked((version * 1_000_003) + one.Number);
        return version;
    }

    /// <summary>The tags that are set in a series.</summary>
    public IReadOnlySet<Tag> TagsOf(Uid series) =>
        Of(series).SelectMany(one => one.Attributes).Select(element => element.Tag).Where(tag => tag != Tags.SpecificCharacterSet).ToHashSet();

    /// <summary>Lays the corrections over rows of the index, whose text is ISO_IR 192: a copy, or null where nothing is corrected.</summary>
    public DataSet? ApplyToRow(DataSet attributes, Uid series)
    {
        if (VersionOf(series) == 0) return null;
        var corrected = HeadCopy.ToUtf8(attributes);
        foreach (var one in Of(series)) Set(corrected, Recode(one.Attributes, SpecificCharacterSet.Utf8)!);
        return corrected;
    }

    /// <summary>Lays the corrections over the head of an object, which may be changed for it, and notes what was there (PS3.3 §C.12.1.1.9).</summary>
    /// <returns>The head, or a copy in ISO_IR 192 where its own character set cannot hold a correction.</returns>
    public (DataSet DataSet, bool IsRecoded) Apply(DataSet head, Uid series)
    {
        var isRecoded = false;
        foreach (var one in Of(series))
        {
            if (Recode(one.Attributes, head.CharacterSet) is not { } elements)
            {
                head = HeadCopy.ToUtf8(head);
                isRecoded = true;
                elements = Recode(one.Attributes, head.CharacterSet)!;
            }
            Note(head, one, elements);
            Set(head, elements);
        }
        return (head, isRecoded);
    }

    private IEnumerable<ActiveCorrection> Of(Uid series) => all.Where(one => one.Series is null || one.Series == series);

    private static void Set(DataSet target, List<DataElement> elements)
    {
        foreach (var element in elements) target.Set(element);
    }

    /// <summary>An item of Original Attributes Sequence with the values that are about to go.</summary>
    private static void Note(DataSet head, ActiveCorrection one, List<DataElement> elements)
    {
        var before = head.NewItem();
        foreach (var element in elements)
            before.Set(head.Find(element.Tag) ?? (element.IsSequence ? DataElement.Sequence(element.Tag, []) : new DataElement(element.Tag, element.Vr, default)));
        var item = head.NewItem();
        item.SetString(Tags.SourceOfPreviousValues, "");
        item.SetString(Tags.AttributeModificationDateTime, one.At.UtcDateTime.ToString("yyyyMMddHHmmss.ffffff", CultureInfo.InvariantCulture) + "+0000");
        item.SetString(Tags.ModifyingSystem, ModifyingSystem);
        item.SetString(Tags.ReasonForTheAttributeModification, "CORRECT");
        item.SetItems(Tags.ModifiedAttributesSequence, before);
        var items = head.Find(Tags.OriginalAttributesSequence)?.Items ?? [];
        head.Set(DataElement.Sequence(Tags.OriginalAttributesSequence, [.. items, new SequenceItem(item)]));
    }

    /// <summary>Copies of the elements with their text in a character set; null when that cannot hold it.</summary>
    private static List<DataElement>? Recode(DataSet from, SpecificCharacterSet to)
    {
        var elements = new List<DataElement>(from.Count);
        foreach (var element in from)
        {
            if (element.Tag == Tags.SpecificCharacterSet) continue;
            if (Recode(from, element, to) is not { } recoded) return null;
            elements.Add(recoded);
        }
        return elements;
    }

    private static DataElement? Recode(DataSet from, DataElement element, SpecificCharacterSet to)
    {
        if (element.Items is { } items)
        {
            var copies = new List<SequenceItem>(items.Count);
            foreach (var item in items)
            {
                if (Recode(item.DataSet, to) is not { } elements) return null;
                var copy = new DataSet();
                Set(copy, elements);
                copies.Add(new(copy));
            }
            return DataElement.Sequence(element.Tag, copies);
        }
        if (!element.Vr.UsesCharacterSet) return element;
        if (!to.TryEncode(from.CharacterSet.Decode(element.Value.Span, element.Vr), element.Vr, out var bytes)) return null;
        return new(element.Tag, element.Vr, bytes.Length % 2 == 0 ? bytes : [.. bytes, (byte)' ']);
    }
}
