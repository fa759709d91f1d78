using System.Globalization;
using Concord.Cli.Synth.Phantoms;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Cli.Synth.Families;

/// <summary>Screening mammography: two views of each breast in one series (Digital Mammography X-Ray Image IOD, PS3.3 §A.27).</summary>
internal static class MgFamily
{
    private const float Spacing = 0.1f, White = 3600, Grain = 16, MassRadius = 8;
    private const int Columns = 1100, Rows = 1660, Coarser = 10;

    private static readonly (string Side, bool Oblique)[] Views = [("R", false), ("L", false), ("R", true), ("L", true)];

    public static IEnumerable<SynthInstance> Instances(SynthStudy study)
    {
        var series = new SynthSeries(1, "MG", Uids.DigitalMammographyXRayImageStorageForPresentation, "Mammography 4 views", "BREAST", "Phantom Mammo 2D");
        for (var i = 0; i < Views.Length; i++)
        {
            var (index, view) = (i, Views[i]);
            yield return new(string.Create(CultureInfo.InvariantCulture, $"S1/IM{i + 1:D4}.dcm"), () => Make(study, series, index + 1, view.Side, view.Oblique));
        }
    }

    private static DataSet Make(SynthStudy study, SynthSeries series, int instance, string side, bool oblique)
    {
        var view = Draw(study, instance, side, oblique);
        var image = study.NewImage(series, instance);
        Projection.SetDetector(image, view.XSpacing);
        Projection.SetGrey(image, view, bits: 12, centre: 1800, width: 3200);
        var name = side + (oblique ? "MLO" : "CC");
        var (back, inward) = side == "R" ? ("P", "L") : ("A", "R");                // the outer side of the breast is at the top
        image.SetStrings(Tags.ImageType, ["ORIGINAL", "PRIMARY", ""]).SetString(Tags.SeriesDescription, series.Description)
            .SetStrings(Tags.PatientOrientation, [back, oblique ? "F" + inward : inward])
            .SetString(Tags.ImageLaterality, side).SetString(Tags.ImageComments, name).SetString(Tags.OrganExposed, "BREAST")
            .SetItems(Tags.AnatomicRegionSequence, Codes.Breast).SetString(Tags.ViewPosition, oblique ? "MLO" : "CC")
            .SetItems(Tags.ViewCodeSequence, View(oblique)).SetString(Tags.BreastImplantPresent, "NO").SetString(Tags.PartialView, "NO")
            .SetString(Tags.PositionerType, "MAMMOGRAPHIC").SetDouble(Tags.PositionerPrimaryAngle, oblique ? (side == "R" ? -45 : 45) : 0)
            .SetDouble(Tags.KVP, 28).SetInt(Tags.ExposureInuAs, 82000).SetDouble(Tags.BodyPartThickness, 52).SetDouble(Tags.CompressionForce, 92)
            .SetString(Tags.AnodeTargetMaterial, "TUNGSTEN").SetString(Tags.FilterMaterial, "RHODIUM")
            .SetDouble(Tags.EstimatedRadiographicMagnificationFactor, 1.06);
        return image;
    }

    private static DataSet View(bool oblique) => (oblique ? Codes.MedioLateralOblique : Codes.CranioCaudal).SetEmpty(Tags.ViewModifierCodeSequence);

    // the chest wall is at the right edge for the right breast, at the left edge for the left one
    private static Plane Draw(SynthStudy study, int instance, string side, bool oblique)
    {
        var coarse = study.IsSmall ? Coarser : 1;
        var view = Plane.Centred(Columns / coarse, Rows / coarse, Spacing * coarse);
        var breast = new BreastPhantom(study.Anatomy.Derive(side == "R" ? 1 : 2), oblique, side == "L" ? MassRadius * study.Progress : 0);
        var noise = study.Grain.Derive(instance);
        var smoothest = study.IsSmall ? 1 : 2;
        for (var row = 0; row < view.Rows; row++)
        {
            for (var column = 0; column < view.Columns; column++)
            {
                var u = (side == "R" ? view.Columns - 1 - column : column) * view.XSpacing;
                view.Values[(row * view.Columns) + column] = breast.At(u, view.Y(row)) * White;
            }
        }
        view.Blur(smoothest - 1);
        for (var row = 0; row < view.Rows; row++)
        {
            for (var column = 0; column < view.Columns; column++)
            {
                ref var value = ref view.Values[(row * view.Columns) + column];
                if (value > 20) value += 120 + (Grain * noise.Gaussian(column, row));
            }
        }
        return view;
    }
}
