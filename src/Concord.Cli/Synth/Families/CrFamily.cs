using Concord.Cli.Synth.Phantoms;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Cli.Synth.Families;

/// <summary>Computed radiography of a hand (Computed Radiography Image IOD, PS3.3 §A.2).</summary>
internal static class CrFamily
{
    private const float Spacing = 0.15f, White = 3000, Grain = 14;
    private const int Columns = 1180, Rows = 1520, Coarser = 8;

    public static IEnumerable<SynthInstance> Instances(SynthStudy study)
    {
        var series = new SynthSeries(1, "CR", Uids.ComputedRadiographyImageStorage, "Hand PA", "HAND", "Phantom CR 30");
        yield return new("S1/IM0001.dcm", () => Make(study, series));
    }

    private static DataSet Make(SynthStudy study, SynthSeries series)
    {
        var coarse = study.IsSmall ? Coarser : 1;
        var (columns, rows, spacing) = (Columns / coarse, Rows / coarse, Spacing * coarse);
        var view = new Plane(columns, rows, -spacing * (columns - 1) / 2, -94, spacing, spacing);
        HandPhantom.Draw(view);
        Radiograph.Develop(view, 17, 60 / coarse, 0.6f, White);
        var noise = study.Grain;
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++) view.Values[(row * columns) + column] += 180 + (Grain * noise.Gaussian(column, row));
        var image = study.NewImage(series, 1);
        image.SetStrings(Tags.ImageType, ["ORIGINAL", "PRIMARY"]).SetStrings(Tags.PatientOrientation, ["R", "F"])
            .SetString(Tags.Laterality, "L").SetString(Tags.ViewPosition, "PA")
            .SetDouble(Tags.KVP, 50).SetInt(Tags.Exposure, 3).SetString(Tags.PlateID, "SYN-P7").SetEmpty(Tags.AcquisitionDeviceProcessingDescription)
            .SetDoubles(Tags.ImagerPixelSpacing, [VolumeGrid.Rounded(spacing), VolumeGrid.Rounded(spacing)])
            .SetDoubles(Tags.PixelSpacing, [VolumeGrid.Rounded(spacing), VolumeGrid.Rounded(spacing)]);
        Pixels.SetGrey16(image, columns, rows, Pixels.ToUnsigned(view, 12), signed: false, bitsStored: 12);
        Pixels.SetWindow(image, 1700, 2900);
        return image;
    }
}
