using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Vault.ExtendedTags;

namespace Concord.Vault.Index;

/// <summary>Copies elements of a head into data sets that own their memory and speak ISO_IR 192, little endian.</summary>
internal static class HeadCopy
{
    /// <summary>Longest value kept of one attribute, bytes.</summary>
    private const int MaxValueBytes = 16 << 10;

    /// <summary>Most bytes kept of one head; attributes that would exceed them are left out. With the writer's queue this bounds its memory.</summary>
    private const int MaxSlimBytes = 64 << 10;

    /// <summary>What an element costs beside its value, bytes.</summary>
    private const int ElementOverhead = 64;

    /// <summary>Deepest nesting kept.</summary>
    private const int MaxDepth = 16;

    /// <summary>Most items kept of one sequence.</summary>
    private const int MaxItems = 256;

    /// <summary>The attributes that the index keeps, in their own character set and byte order, free of the memory of the head.</summary>
    public static DataSet Slim(DataSet head) => Slim(head, ExtendedTagSet.Empty);

    /// <summary>As above, and those of the extended tags, under their own numbers.</summary>
    public static DataSet Slim(DataSet head, ExtendedTagSet extended)
    {
        var slim = new DataSet(head.ByteOrder);
        var budget = MaxSlimBytes;
        Keep(slim, head, sequences: false, ref budget); // first: a name must not make way for a sequence
        Keep(slim, head, extended, ref budget);
        Keep(slim, head, sequences: true, ref budget);
        return slim;
    }

    /// <summary>A copy whose text is ISO_IR 192 and whose numbers are little endian.</summary>
    public static DataSet ToUtf8(DataSet source)
    {
        var copy = new DataSet();
        copy.SetString(Tags.SpecificCharacterSet, "ISO_IR 192");
        foreach (var element in source) CopyUtf8(copy, source, element, MaxDepth);
        return copy;
    }

    /// <summary>Copies one element, converted as <see cref="ToUtf8"/> does; deeper than its bound it is left out.</summary>
    /// <param name="withFragments">Encapsulated pixels, those of an icon, are copied too.</param>
    public static void CopyUtf8(DataSet target, DataSet source, DataElement element, int depth = MaxDepth, bool withFragments = false)
    {
        if (element.Tag == Tags.SpecificCharacterSet) return;
        if (element.Fragments is not null)
        {
            if (withFragments) target.Set(element);
        }
        else if (element.Items is { } items)
        {
            if (depth > 0) target.Set(DataElement.Sequence(element.Tag, [.. items.Select(item => Utf8Item(item.DataSet, depth - 1, withFragments))], vr: element.Vr));
        }
        else target.Set(new DataElement(element.Tag, element.Vr, Utf8Value(source, element)));
    }

    private static SequenceItem Utf8Item(DataSet source, int depth, bool withFragments)
    {
        var copy = new DataSet();
        foreach (var element in source) CopyUtf8(copy, source, element, depth, withFragments);
        return new(copy);
    }

    private static ReadOnlyMemory<byte> Utf8Value(DataSet source, DataElement element)
    {
        if (element.Vr.UsesCharacterSet && !ReferenceEquals(source.CharacterSet, SpecificCharacterSet.Utf8) && !IsPlain(element.Value.Span))
            return Recode(source.CharacterSet, element);
        return source.ByteOrder == ByteOrder.BigEndian && element.Vr.UnitSize > 1 ? Swapped(element) : element.Value;
    }

    /// <summary>Printable ASCII without the characters that ISO 646 variants and escapes change.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> value) => !value.ContainsAnyExceptInRange((byte)0x20, (byte)0x7D) && !value.Contains((byte)'\\');

    private static byte[] Recode(SpecificCharacterSet from, DataElement element)
    {
        var text = from.Decode(element.Value.Span, element.Vr);
        if (!SpecificCharacterSet.Utf8.TryEncode(text, element.Vr, out var bytes)) bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return bytes.Length % 2 == 0 ? bytes : [.. bytes, (byte)' '];
    }

    private static byte[] Swapped(DataElement element)
    {
        var bytes = element.Value.ToArray();
        var unit = element.Vr.UnitSize;
        for (var i = 0; i + unit <= bytes.Length; i += unit) bytes.AsSpan(i, unit).Reverse();
        return bytes;
    }

    private static void Keep(DataSet slim, DataSet head, bool sequences, ref int budget)
    {
        foreach (var element in head)
        {
            if (element.Tag > LevelTags.Last) return;
            if (element.IsSequence != sequences || element.Fragments is not null || !LevelTags.All.Contains(element.Tag)) continue;
            var rest = budget;
            if (Owned(element, MaxDepth, ref rest) is not { } owned) continue;
            slim.Set(owned);
            budget = rest;
        }
    }

    private static void Keep(DataSet slim, DataSet head, ExtendedTagSet extended, ref int budget)
    {
        foreach (var tag in extended.All)
        {
            if (ExtendedTagSet.IsKeptAnyway(tag)) continue;
            var rest = budget;
            if (HeadValue.Find(head, tag) is not { } element || Owned(element, MaxDepth, ref rest) is not { } owned) continue;
            slim.Set(owned);
            budget = rest;
        }
    }

    private static DataElement? Owned(DataElement element, int depth, ref int budget)
    {
        if (element.Items is null)
        {
            if (element.Value.Length > MaxValueBytes || element.Value.Length + ElementOverhead > budget) return null;
            budget -= element.Value.Length + ElementOverhead;
            return new(element.Tag, element.Vr, element.Value.ToArray());
        }
        if (depth == 0 || element.Items.Count > MaxItems) return null;
        var items = new List<SequenceItem>(element.Items.Count);
        foreach (var item in element.Items)
        {
            if (budget < ElementOverhead) return null; // a sequence is kept with all its items or not at all
            budget -= ElementOverhead;
            items.Add(new(OwnedItem(item.DataSet, depth - 1, ref budget)));
        }
        return DataElement.Sequence(element.Tag, items, vr: element.Vr);
    }

    private static DataSet OwnedItem(DataSet source, int depth, ref int budget)
    {
        var item = new DataSet(source.ByteOrder);
        foreach (var element in source)
            if (element.Fragments is null && Owned(element, depth, ref budget) is { } owned) item.Set(owned);
        return item;
    }
}
