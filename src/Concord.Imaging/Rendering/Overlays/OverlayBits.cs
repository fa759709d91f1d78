namespace Concord.Imaging.Rendering.Overlays;

/// <summary>The bits of one overlay plane that lie over one frame.</summary>
/// <param name="Bits">Packed, the least significant bit first.</param>
/// <param name="FirstBit">Where the frame's begin.</param>
/// <param name="Rows">That are there whole.</param>
public sealed record OverlayBits(OverlayPlane Plane, ReadOnlyMemory<byte> Bits, long FirstBit, int Rows)
{
    /// <summary>Of each plane that has something over the frame. Embedded bits are taken from its samples: before it is painted, which gives them away.</summary>
    /// <param name="image">Of the object.</param>
    /// <param name="frame">From 0.</param>
    public static IReadOnlyList<OverlayBits> Of(IReadOnlyList<OverlayPlane> planes, ImagePixels image, int frame, DecodedFrame decoded)
    {
        var found = new List<OverlayBits>();
        foreach (var plane in planes)
            if ((plane.IsEmbedded ? Embedded(plane, image, decoded) : Own(plane, frame)) is { Rows: > 0 } bits) found.Add(bits);
        return found;
    }

    private static OverlayBits? Own(OverlayPlane plane, int frame)
    {
        var index = plane.Frames == 0 ? 0 : (long)frame - plane.FirstImageFrame;
        if (index < 0 || (plane.Frames > 0 && index >= plane.Frames)) return null;
        var first = index * plane.Rows * plane.Columns;
        var rows = Math.Min(((plane.Data.Length * 8L) - first) / plane.Columns, plane.Rows);
        return rows > 0 ? new(plane, plane.Data, first, (int)rows) : null;
    }

    /// <summary>Bits of the samples that are no part of the stored values; the plane is as large as the image then (PS3.5 §8.1.2, retired).</summary>
    private static OverlayBits? Embedded(OverlayPlane plane, ImagePixels image, DecodedFrame decoded)
    {
        var size = decoded.Image.BytesPerSample;
        var isStored = plane.EmbeddedBit <= image.HighBit && plane.EmbeddedBit > image.HighBit - image.BitsStored;
        var isWhole = decoded.Image.Columns == image.Columns && decoded.Image.Rows == image.Rows;
        if (isStored || !isWhole || size is 0 or > 4 || image.Kind != SampleKind.Integer || image.SamplesPerPixel != 1 || plane.EmbeddedBit >= size * 8) return null;
        var samples = decoded.Bytes.Span[..decoded.Image.DecodedFrameBytes];
        var bits = new byte[((samples.Length / size) + 7) / 8];
        var (at, mask) = (plane.EmbeddedBit / 8, 1 << (plane.EmbeddedBit % 8));
        for (var i = 0; at < samples.Length; i++, at += size)
            if ((samples[at] & mask) != 0) bits[i >> 3] |= (byte)(1 << (i & 7));
        return new(plane with { Columns = image.Columns, Rows = image.Rows, OriginColumn = 1, OriginRow = 1 }, bits, 0, image.Rows);
    }
}
