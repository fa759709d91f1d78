using System.Text.Json.Serialization;

namespace Concord.Server.DicomWeb.Rendered;

/// <summary>A volume of a series as JSON; lengths in mm, positions in the patient's coordinates.</summary>
/// <param name="Orientation">Image Orientation (Patient).</param>
/// <param name="PixelSpacing">Between rows, between columns.</param>
/// <param name="Slices">In order along their normal.</param>
internal sealed record VolumeDescription(
    int Columns, int Rows, int TimePoint, double[] Position, double[] Orientation, double[] PixelSpacing, double SliceSpacing, string[] Findings, SliceDescription[] Slices);

/// <param name="Frame">From 1.</param>
internal sealed record SliceDescription(string SopInstanceUid, int Frame, double[] Position);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VolumeDescription[]))]
internal sealed partial class VolumeJson : JsonSerializerContext;
