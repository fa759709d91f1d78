namespace Concord.Imaging.Volumes;

/// <summary>A plane through a volume, as a picture of so many square pixels.</summary>
/// <param name="Origin">Centre of its first pixel.</param>
/// <param name="Across">Direction of its rows, of length 1.</param>
/// <param name="Down">Direction of its columns, of length 1, square to <paramref name="Across"/>.</param>
/// <param name="Spacing">mm a pixel.</param>
public sealed record SlicePlane(Vector3D Origin, Vector3D Across, Vector3D Down, double Spacing, int Columns, int Rows)
{
    /// <summary>Largest side, pixels.</summary>
    public const int MaxSide = 4096;

    /// <summary>The plane that shows all of a volume in such an orientation, through a point <paramref name="offset"/> mm along its normal from the volume's centre.</summary>
    /// <exception cref="FrameException">The volume is too large for a picture with its own spacing.</exception>
    public static SlicePlane Through(Volume volume, Vector3D across, Vector3D down, double offset)
    {
        var center = volume.Center + (across.Cross(down) * offset);
        double left = 0, right = 0, top = 0, bottom = 0;
        foreach (var corner in volume.Corners)
        {
            var from = corner - center;
            (left, right) = (Math.Min(left, from.Dot(across)), Math.Max(right, from.Dot(across)));
            (top, bottom) = (Math.Min(top, from.Dot(down)), Math.Max(bottom, from.Dot(down)));
        }
        var spacing = Math.Min(volume.Slices[0].ColumnSpacing, volume.Slices[0].RowSpacing);
        double columns = Math.Floor(((right - left) / spacing) + 1.5), rows = Math.Floor(((bottom - top) / spacing) + 1.5);
        if (columns > MaxSide || rows > MaxSide) throw new FrameException(FrameFailure.TooLarge, "The plane would have more pixels than are drawn");
        return new(center + (across * left) + (down * top), across, down, spacing, (int)columns, (int)rows);
    }
}
