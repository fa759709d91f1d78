using System.Globalization;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.ExtendedTags;
using Concord.Vault.Query;

namespace Concord.Server.DicomWeb.Search;

/// <summary>An attribute as a URL names it: keyword or eight hex digits, sequences joined by dots, <c>00400275.00400009</c> (PS3.18 §8.3.4.1).</summary>
internal sealed record AttributePath(IReadOnlyList<Tag> Tags)
{
    /// <summary>Deepest path.</summary>
    private const int MaxDepth = 8;

    /// <exception cref="QueryException">A name is not known, or what is above another is no sequence.</exception>
    public static AttributePath Parse(string text)
    {
        var names = text.Split('.');
        if (names.Length > MaxDepth) throw new QueryException("An attribute path is too deep.");
        var tags = new List<Tag>();
        foreach (var name in names)
        {
            if (!DataDictionary.TryFindTag(name, out var tag)) throw new QueryException("A parameter is no attribute of the dictionary.");
            tags.Add(tag);
        }
        if (tags.SkipLast(1).Any(tag => DataDictionary.VrOf(tag) != Vr.SQ)) throw new QueryException("An attribute path goes through what is no sequence.");
        return new(tags);
    }

    /// <summary>A return key, unless there is a matching key already.</summary>
    public void SetEmpty(DataSet keys)
    {
        var inner = Innermost(keys);
        if (!inner.Contains(Tags[^1])) inner.SetEmpty(Tags[^1]);
    }

    /// <summary>A matching key; UIDs and code strings, which have no commas, may be a list parted by them.</summary>
    /// <param name="extended">They know representations that the dictionary does not.</param>
    public void SetKey(DataSet keys, string[] values, ExtendedTagSet? extended = null)
    {
        var tag = Tags[^1];
        var vr = Tags.Count == 1 && extended?.Find(tag) is { } known ? known.Vr : DataDictionary.VrOf(tag);
        if (vr is Vr.UI or Vr.CS) values = [.. values.SelectMany(value => value.Split([',', '\\'], StringSplitOptions.RemoveEmptyEntries))];
        var inner = Innermost(keys);
        if (values.All(value => value.Length == 0))
        {
            SetEmpty(keys);
            return;
        }
        try
        {
            if (vr.IsString) inner.SetStrings(tag, values, vr);
            else if (vr is Vr.FL or Vr.FD) inner.SetDoubles(tag, [.. values.Select(value => double.Parse(value, CultureInfo.InvariantCulture))], vr);
            else inner.SetInts(tag, [.. values.Select(value => long.Parse(value, CultureInfo.InvariantCulture))], vr);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new QueryException($"The value for {tag} is not one of its kind.");
        }
    }

    /// <summary>The data set that holds the last tag; makes the items on the way.</summary>
    private DataSet Innermost(DataSet keys)
    {
        foreach (var tag in Tags.SkipLast(1))
        {
            if (keys.Find(tag)?.Items is not [{ } item, ..])
            {
                item = new SequenceItem(new DataSet());
                keys.Set(DataElement.Sequence(tag, [item]));
            }
            keys = item.DataSet;
        }
        return keys;
    }
}
