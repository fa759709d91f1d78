using System.Text;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Vault.Index;

/// <summary>Hashes of the decoded values that the instances of a study, and of a series, must share.</summary>
internal readonly record struct AttributeHashes(long Study, long Series)
{
    public static AttributeHashes Of(DataSet head) => new(Decoded(head, LevelTags.StudyIdentity), Decoded(head, LevelTags.SeriesIdentity));

    /// <summary>A hash of the same values as they lie: equal ones decode equal, different ones may too. Never 0.</summary>
    public static ulong Fingerprint(DataSet head)
    {
        var hash = Raw(head, Tags.SpecificCharacterSet, 0);
        foreach (var tag in LevelTags.StudyIdentity) hash = Raw(head, tag, hash);
        foreach (var tag in LevelTags.SeriesIdentity) hash = Raw(head, tag, hash);
        return hash | 1;
    }

    /// <summary>Which bits of <see cref="SeriesState.Disagrees"/> the difference sets.</summary>
    public int DifferenceFrom(AttributeHashes other) => (Study == other.Study ? 0 : 1) | (Series == other.Series ? 0 : 2);

    private static ulong Raw(DataSet head, Tag tag, ulong hash) =>
        LocatorHash.Continue(hash, head.TryGet(tag, out var element) ? element.Value.Span : default);

    private static long Decoded(DataSet head, IReadOnlyList<Tag> tags)
    {
        var text = new StringBuilder();
        foreach (var tag in tags) text.Append(Columns.Text(head, tag)).Append('\n');
        return LocatorHash.Of(text.ToString());
    }
}
