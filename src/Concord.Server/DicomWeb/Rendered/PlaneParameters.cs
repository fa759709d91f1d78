using Concord.Imaging.Volumes;
using Concord.Server.Imaging.Volumes;

namespace Concord.Server.DicomWeb.Rendered;

/// <summary>The query parameters of a plane through a series: plane, offset, slab, mode, volume. All are Concord's own.</summary>
internal static class PlaneParameters
{
    private const double MaxMillimetres = 5000;
    private const double MaxSkew = 1e-3;

    private static readonly Vector3D Left = new(1, 0, 0), Back = new(0, 1, 0), Feet = new(0, 0, -1);

    /// <param name="problem">What is wrong: 400. Null when nothing is.</param>
    public static PlaneRequest? Parse(IQueryCollection query, out string? problem)
    {
        problem = null;
        var words = query["plane"].ToString();
        if (DirectionsOf(words.Length == 0 ? "axial" : words) is not var (across, down)) problem = "plane is axial, coronal, sagittal, or six numbers: the directions of rows and columns, square to each other.";
        else if (NumberOf(query, "offset", -MaxMillimetres) is not { } offset) problem = "offset is a number of mm from the centre of the volume.";
        else if (NumberOf(query, "slab", 0) is not { } slab) problem = "slab is a thickness in mm.";
        else if (ModeOf(query["mode"].ToString()) is not { } mode) problem = "mode is mip, minip or mean.";
        else if (!int.TryParse(query.TryGetValue("volume", out var text) ? text.ToString() : "0", System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var volume)) problem = "volume is the number of a volume, from 0.";
        else return new(volume, across, down, offset, slab, mode);
        return null;
    }

    private static double? NumberOf(IQueryCollection query, string name, double least)
    {
        if (!query.TryGetValue(name, out var text)) return 0;
        return RenderedParameters.NumberOf(text.ToString()) is { } number && number >= least && number <= MaxMillimetres ? number : null;
    }

    private static SlabMode? ModeOf(string text) => text switch
    {
        "" or "mean" => SlabMode.Mean,
        "mip" => SlabMode.Maximum,
        "minip" => SlabMode.Minimum,
        _ => null,
    };

    /// <summary>The named planes are seen as radiologists see them: the patient's right on the left, head up.</summary>
    private static (Vector3D Across, Vector3D Down)? DirectionsOf(string text)
    {
        if (text is "axial") return (Left, Back);
        if (text is "coronal") return (Left, Feet);
        if (text is "sagittal") return (Back, Feet);
        var numbers = text.Split(',').Select(RenderedParameters.NumberOf).ToArray();
        if (numbers.Length != 6 || Array.Exists(numbers, number => number is null)) return null;
        var across = new Vector3D(numbers[0]!.Value, numbers[1]!.Value, numbers[2]!.Value).Normalized();
        var down = new Vector3D(numbers[3]!.Value, numbers[4]!.Value, numbers[5]!.Value).Normalized();
        return across.IsFinite && down.IsFinite && Math.Abs(across.Dot(down)) <= MaxSkew ? (across, (down - (across * across.Dot(down))).Normalized()) : null;
    }
}
