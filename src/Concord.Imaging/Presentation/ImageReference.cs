using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Imaging.Presentation;

/// <summary>One image that a presentation state is for, and which frames of it.</summary>
/// <param name="Frames">From 0; empty: all.</param>
public sealed record ImageReference(Uid SeriesInstanceUid, Uid SopInstanceUid, IReadOnlyList<int> Frames)
{
    /// <summary>Most references of a state, and frames of one.</summary>
    private const int MaxReferences = 10_000;

    /// <summary>What the Presentation State Relationship module names (PS3.3 §C.11.11), in its order.</summary>
    public static IReadOnlyList<ImageReference> Of(DataSet state)
    {
        var found = new List<ImageReference>();
        foreach (var series in state.GetItems(Tags.ReferencedSeriesSequence))
        {
            foreach (var item in series.GetItems(Tags.ReferencedImageSequence))
            {
                if (found.Count == MaxReferences) return found;
                if (item.GetUid(Tags.ReferencedSOPInstanceUID) is { } image) found.Add(new(series.GetUid(Tags.SeriesInstanceUID) ?? default, image, FramesOf(item)));
            }
        }
        return found;
    }

    /// <summary>True when an item is for that frame: it names the image, or names none.</summary>
    /// <param name="frame">From 0.</param>
    public static bool Concerns(DataSet item, Uid image, int frame)
    {
        var named = item.GetItems(Tags.ReferencedImageSequence);
        return named.Count == 0 || named.Any(reference => reference.GetUid(Tags.ReferencedSOPInstanceUID) == image && FramesOf(reference) is var frames && (frames.Count == 0 || frames.Contains(frame)));
    }

    private static IReadOnlyList<int> FramesOf(DataSet item) =>
        [.. item.GetStrings(Tags.ReferencedFrameNumber).Take(MaxReferences).Select(text => int.TryParse(text, out var number) ? number - 1 : -1).Where(frame => frame >= 0)];
}
