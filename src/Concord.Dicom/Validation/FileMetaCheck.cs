using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Concord.Dicom.Validation;

/// <summary>Holds File Meta Information to PS3.10 §7.1 and to the data set that follows.</summary>
internal static class FileMetaCheck
{
    private const string Section = "PS3.10 7.1";

    private static readonly Tag[] Required =
    [
        Tags.FileMetaInformationGroupLength, Tags.FileMetaInformationVersion, Tags.MediaStorageSOPClassUID,
        Tags.MediaStorageSOPInstanceUID, Tags.TransferSyntaxUID, Tags.ImplementationClassUID,
    ];

    /// <param name="file">From the file's first byte.</param>
    public static IEnumerable<Finding> Of(ReadOnlyMemory<byte> file, Part10Head head, DataSet dataSet)
    {
        var meta = new Level(head.Meta, null, null, null, IsHead: false);
        if (head.Meta.Count == 0)
        {
            yield return meta.Finding(FindingSeverity.Error, FindingRule.FileMeta, Tags.TransferSyntaxUID, Section, "there is no File Meta Information: the transfer syntax is guessed");
            yield break;
        }
        foreach (var tag in Required)
            if (!meta.HasValue(tag)) yield return meta.Finding(FindingSeverity.Error, FindingRule.FileMeta, tag, Section, $"{PresenceCheck.NameOf(tag)} is missing: type 1");
        if (OfGroupLength(file, head, meta) is { } length) yield return length;
        if (head.Meta.Find(Tags.FileMetaInformationVersion) is { IsEmpty: false } version && !version.Value.Span.SequenceEqual("\0\u0001"u8))
            yield return meta.Finding(FindingSeverity.Warning, FindingRule.FileMeta, version.Tag, Section, "the version is not 0001");
        if (OfTransferSyntax(meta) is { } syntax) yield return syntax;
        if (Differs(meta, dataSet, Tags.MediaStorageSOPClassUID, Tags.SOPClassUID) is { } sopClass) yield return sopClass;
        if (Differs(meta, dataSet, Tags.MediaStorageSOPInstanceUID, Tags.SOPInstanceUID) is { } instance) yield return instance;
        foreach (var finding in ElementCheck.Of(meta)) yield return finding;
    }

    private static Finding? OfGroupLength(ReadOnlyMemory<byte> file, Part10Head head, Level meta)
    {
        const int Element = 12; // the group length's own
        if (head.Meta.GetInt(Tags.FileMetaInformationGroupLength) is not { } announced) return null;
        var start = head.DataSetOffset - announced - Element;
        var isRight = start >= 0 && start + 4 <= file.Length && file.Span.Slice((int)start, 4).SequenceEqual("\u0002\0\0\0"u8);
        return isRight ? null : meta.Finding(FindingSeverity.Warning, FindingRule.FileMeta, Tags.FileMetaInformationGroupLength, Section, "the group length does not lead to the data set");
    }

    private static Finding? OfTransferSyntax(Level meta) =>
        meta.DataSet.GetUid(Tags.TransferSyntaxUID) is { } uid && !TransferSyntax.Of(uid).IsStandard
            ? meta.Finding(FindingSeverity.Note, FindingRule.FileMeta, Tags.TransferSyntaxUID, "PS3.5 10", "a private transfer syntax") : null;

    private static Finding? Differs(Level meta, DataSet dataSet, Tag inMeta, Tag inDataSet)
    {
        if (meta.DataSet.GetUid(inMeta) is not { } said || dataSet.GetUid(inDataSet) is not { } meant || said == meant) return null;
        return meta.Finding(FindingSeverity.Error, FindingRule.FileMeta, inMeta, Section, $"{PresenceCheck.NameOf(inMeta)} is not the data set's");
    }
}
