using Concord.Dicom.DataElements;
using Concord.Imaging.Frames;

namespace Concord.Imaging.Rendering.Overlays;

/// <summary>One overlay plane of a data set, groups 6000 to 601E (PS3.3 §C.9.2).</summary>
/// <param name="Group">Its group number.</param>
/// <param name="OriginRow">Row of the image that its first row lies on, from 1; may be less.</param>
/// <param name="OriginColumn">The same of columns.</param>
/// <param name="Frames">Of its own; 0 when it does not say: then it is of all frames of the image.</param>
/// <param name="FirstImageFrame">That its first frame belongs to, from 0.</param>
/// <param name="Data">Packed, the least significant bit first; empty when the bits are embedded.</param>
/// <param name="EmbeddedBit">Bit of every sample that is the plane's; -1 when it has data of its own.</param>
public sealed record OverlayPlane(
    ushort Group, int Rows, int Columns, int OriginRow, int OriginColumn, int Frames, int FirstImageFrame, bool IsRegion, ReadOnlyMemory<byte> Data, int EmbeddedBit)
{
    private const ushort FirstGroup = 0x6000;

    private const ushort LastGroup = 0x601E;

    private const int MaxSide = ushort.MaxValue;

    public bool IsEmbedded => EmbeddedBit >= 0;

    /// <summary>All planes of a data set that can be drawn, in the order of their groups.</summary>
    public static IReadOnlyList<OverlayPlane> AllOf(DataSet head)
    {
        var planes = new List<OverlayPlane>();
        for (var group = FirstGroup; group <= LastGroup; group += 2)
            if (Parse(head, group) is { } plane) planes.Add(plane);
        return planes;
    }

    /// <summary>Those of a choice.</summary>
    public static IReadOnlyList<OverlayPlane> Chosen(DataSet head, OverlayChoice choice) =>
        choice == OverlayChoice.None ? [] : [.. AllOf(head).Where(plane => choice == OverlayChoice.All || !plane.IsRegion)];

    /// <summary>A plane is chosen whose bits only the whole frame has.</summary>
    public static bool HasEmbedded(DataSet head, ImagePixels image, OverlayChoice choice) =>
        image.BitsStored < image.BitsAllocated && Chosen(head, choice).Any(plane => plane.IsEmbedded);

    private static OverlayPlane? Parse(DataSet head, ushort group)
    {
        if (head.GetInt(new(group, 0x0010)) is not (>= 1 and <= MaxSide and var rows) || head.GetInt(new(group, 0x0011)) is not (>= 1 and <= MaxSide and var columns)) return null;
        var data = DataOf(head, group);
        var embedded = data.IsEmpty ? head.GetInt(new(group, 0x0102)) ?? -1 : -1;
        if (data.IsEmpty && embedded is < 1 or > 31) return null;
        return new(group, (int)rows, (int)columns, Position(head.GetInt(new(group, 0x0050)) ?? 1), Position(head.GetInt(new(group, 0x0050), 1) ?? 1),
            (int)Math.Clamp(head.GetInt(new(group, 0x0015)) ?? 0, 0, int.MaxValue), (int)Math.Clamp((head.GetInt(new(group, 0x0051)) ?? 1) - 1, 0, int.MaxValue),
            head.GetString(new(group, 0x0040)) == "R", data, (int)embedded);
    }

    private static int Position(long value) => (int)Math.Clamp(value, short.MinValue, MaxSide);

    private static ReadOnlyMemory<byte> DataOf(DataSet head, ushort group)
    {
        if (head.Find(new(group, 0x3000)) is not { Items: null, Fragments: null } element) return default;
        if (head.ByteOrder != ByteOrder.BigEndian || element.Vr != Vr.OW) return element.Value;
        var turned = element.Value.ToArray();
        ByteTurns.Swap(turned, 2);
        return turned;
    }
}
