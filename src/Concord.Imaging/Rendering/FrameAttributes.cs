using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Imaging.Rendering;

/// <summary>Where the attributes of one frame stand: in its item of the Per-Frame Functional Groups, in the shared ones, or in the data set itself (PS3.3 §C.7.6.16).</summary>
public readonly struct FrameAttributes
{
    private readonly DataSet _head;
    private readonly DataSet? _perFrame;
    private readonly DataSet? _shared;

    /// <param name="frame">From 0.</param>
    public FrameAttributes(DataSet head, int frame)
    {
        _head = head;
        _perFrame = ItemOf(head, Tags.PerFrameFunctionalGroupsSequence, frame);
        _shared = ItemOf(head, Tags.SharedFunctionalGroupsSequence, 0);
    }

    public DataSet Head => _head;

    /// <summary>What a functional group macro says of the frame: the first item of its sequence, else the data set itself, where objects without functional groups have the same attributes.</summary>
    public DataSet Macro(Tag sequence) => FindMacro(sequence) ?? _head;

    /// <summary>The first item of a functional group's sequence; null when the frame has none.</summary>
    public DataSet? FindMacro(Tag sequence) =>
        (_perFrame is { } own ? ItemOf(own, sequence, 0) : null) ?? (_shared is { } shared ? ItemOf(shared, sequence, 0) : null);

    private static DataSet? ItemOf(DataSet dataSet, Tag sequence, int index) =>
        dataSet.Find(sequence)?.Items is { } items && index >= 0 && index < items.Count ? items[index].DataSet : null;
}
