using Concord.Imaging.Volumes;

namespace Concord.Server.Imaging.Volumes;

/// <summary>A plane as it is asked for.</summary>
/// <param name="Volume">Which of the series' volumes, from 0.</param>
/// <param name="Across">Direction of the picture's rows, of length 1.</param>
/// <param name="Down">Direction of its columns, of length 1, square to <paramref name="Across"/>.</param>
/// <param name="Offset">mm from the volume's centre along across x down.</param>
/// <param name="Thickness">mm.</param>
internal sealed record PlaneRequest(int Volume, Vector3D Across, Vector3D Down, double Offset, double Thickness, SlabMode Mode);
