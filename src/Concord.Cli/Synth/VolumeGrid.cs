using Concord.Cli.Synth.Phantoms;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Cli.Synth;

/// <summary>The parallel axial slices of a volume (PS3.3 §C.7.6.2): square pixels around the isocentre.</summary>
/// <param name="Spacing">Between pixels, mm.</param>
/// <param name="Top">z of the first slice, mm; later ones go down.</param>
/// <param name="Step">Between slices, mm.</param>
internal sealed record VolumeGrid(int Columns, int Rows, float Spacing, int Slices, float Top, float Step)
{
    public float Z(int slice) => Top - (slice * Step);

    public Plane NewPlane() => Plane.Centred(Columns, Rows, Spacing);

    /// <summary>Image Plane and frame-of-reference position of one slice.</summary>
    public void SetPlane(DataSet image, int slice, float thickness)
    {
        var plane = (Left: -Spacing * (Columns - 1) / 2, Upper: -Spacing * (Rows - 1) / 2);
        image.SetDoubles(Tags.ImagePositionPatient, [Rounded(plane.Left), Rounded(plane.Upper), Rounded(Z(slice))])
            .SetDoubles(Tags.ImageOrientationPatient, [1, 0, 0, 0, 1, 0])
            .SetDoubles(Tags.PixelSpacing, [Rounded(Spacing), Rounded(Spacing)])
            .SetDouble(Tags.SliceThickness, Rounded(thickness))
            .SetDouble(Tags.SliceLocation, Rounded(Z(slice)));
    }

    public static double Rounded(float millimetres) => Math.Round((double)millimetres, 6);
}
