using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Index;

namespace Concord.Vault.Query;

/// <summary>Makes the identifier of one match: the keys that were asked for, empty where nothing is known (PS3.4 §C.4.1.1.3), text in ISO_IR 192.</summary>
internal static class Answer
{
    /// <summary>Answers from the attributes of one row.</summary>
    public static DataSet Of(QueryRequest request, DataSet attributes)
    {
        var answer = new DataSet();
        if (request.AllFields)
            foreach (var element in attributes) HeadCopy.CopyUtf8(answer, attributes, element);
        foreach (var key in request.Keys)
            if (!KeyLevels.IsDirective(key.Tag)) Copy(answer, attributes, key);
        if (request.Keys.TryGet(Tags.TimezoneOffsetFromUTC, out var zone)) Copy(answer, attributes, zone);
        answer.SetString(Tags.QueryRetrieveLevel, LevelName(request.Level));
        answer.SetString(Tags.InstanceAvailability, "ONLINE");
        if (NeedsUtf8(answer)) answer.SetString(Tags.SpecificCharacterSet, "ISO_IR 192");
        return answer;
    }

    private static string LevelName(QueryLevel level) => level switch
    {
        QueryLevel.Patient => "PATIENT",
        QueryLevel.Study => "STUDY",
        QueryLevel.Series => "SERIES",
        _ => "IMAGE",
    };

    private static void Copy(DataSet answer, DataSet attributes, DataElement key)
    {
        if (!attributes.TryGet(key.Tag, out var element)) answer.Set(Empty(key));
        else if (key.Items is [{ DataSet.Count: > 0 } wanted, ..] && element.Items is { } items)
            answer.Set(DataElement.Sequence(key.Tag, [.. items.Select(item => new SequenceItem(ItemOf(item.DataSet, wanted.DataSet)))]));
        else HeadCopy.CopyUtf8(answer, attributes, element);
    }

    private static DataSet ItemOf(DataSet item, DataSet wanted)
    {
        var answer = new DataSet();
        foreach (var key in wanted)
            if (!KeyLevels.IsDirective(key.Tag)) Copy(answer, item, key);
        return answer;
    }

    private static DataElement Empty(DataElement key) =>
        key.IsSequence ? DataElement.Sequence(key.Tag, []) : new DataElement(key.Tag, key.Vr, ReadOnlyMemory<byte>.Empty);

    private static bool NeedsUtf8(DataSet answer)
    {
        foreach (var element in answer)
        {
            if (element.Items is { } items && items.Any(item => NeedsUtf8(item.DataSet))) return true;
            if (element.Vr.UsesCharacterSet && !System.Text.Ascii.IsValid(element.Value.Span)) return true;
        }
        return false;
    }
}
