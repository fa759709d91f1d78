using Concord.Imaging.Rendering.Icc;

namespace Concord.Imaging.Rendering;

/// <summary>Writes pictures as PNG (ISO/IEC 15948): 8 bits, gray or red, green, blue, not interlaced.</summary>
public static class PngEncoder
{
    /// <summary>Bytes of rows that are drawn at once, about.</summary>
    private const int StripBytes = 512 << 10;

    /// <summary>The file; the caller gives it back. Stops between rows when cancelled.</summary>
    /// <param name="profile">Of its colours; null: nothing is said.</param>
    public static PooledBytes Encode(Picture picture, CancellationToken cancel, ColorProfile? profile = null)
    {
        using var file = new PngFile(picture.Columns, picture.Rows, picture.Samples, profile);
        file.Add(picture.Span, cancel);
        return file.Take();
    }

    /// <summary>The same file, of rows that are drawn as they are written.</summary>
    public static async ValueTask<PooledBytes> Encode(IPictureRows picture, CancellationToken cancel)
    {
        using var file = new PngFile(picture.Columns, picture.Rows, picture.Samples, null);
        var count = Math.Max(1, StripBytes / (picture.Columns * picture.Samples));
        for (var first = 0; first < picture.Rows; first += count)
        {
            using var rows = await picture.Read(first, Math.Min(count, picture.Rows - first), cancel);
            file.Add(rows.Span, cancel);
        }
        return file.Take();
    }
}
