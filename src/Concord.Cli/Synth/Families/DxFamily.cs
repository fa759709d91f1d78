using Concord.Cli.Synth.Phantoms;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Cli.Synth.Families;

/// <summary>Digital radiographs of the chest, from behind and from the side (Digital X-Ray Image IOD, PS3.3 §A.26).</summary>
internal static class DxFamily
{
    private const float Spacing = 0.66f, DepthSpacing = 4, White = 3300, Grain = 9;
    private const int Wide = 580, WideLateral = 440, High = 522, Enlarged = 2;

    public static IEnumerable<SynthInstance> Instances(SynthStudy study)
    {
        var trunk = CtFamily.PhantomOf(study);
        yield return Instance(study, trunk, 1, "Thorax PA", lateral: false);
        yield return Instance(study, trunk, 2, "Thorax LAT", lateral: true);
    }

    private static SynthInstance Instance(SynthStudy study, Lazy<TrunkPhantom> trunk, int number, string description, bool lateral)
    {
        var series = new SynthSeries(number, "DX", Uids.DigitalXRayImageStorageForPresentation, description, "CHEST", "Phantom DR 500") { StartMinutes = number * 2 };
        return new($"S{number}/IM0001.dcm", () => Make(study, series, trunk.Value, lateral));
    }

    private static DataSet Make(SynthStudy study, SynthSeries series, TrunkPhantom trunk, bool lateral)
    {
        var view = Draw(study, trunk, lateral);
        var image = study.NewImage(series, 1);
        Projection.SetDetector(image, view.XSpacing);
        Projection.SetGrey(image, view, bits: 12, centre: 1850, width: 2700);
        image.SetStrings(Tags.ImageType, ["ORIGINAL", "PRIMARY", ""])
            .SetStrings(Tags.PatientOrientation, lateral ? ["P", "F"] : ["L", "F"])
            .SetString(Tags.ImageLaterality, "U").SetItems(Tags.AnatomicRegionSequence, Codes.Chest)
            .SetString(Tags.ViewPosition, lateral ? "LL" : "PA").SetItems(Tags.ViewCodeSequence, lateral ? Codes.Lateral : Codes.PosteroAnterior)
            .SetString(Tags.PositionerType, "COLUMN").SetDouble(Tags.KVP, 125).SetInt(Tags.ExposureInuAs, 2400)
            .SetDouble(Tags.DistanceSourceToDetector, 1800).SetString(Tags.Grid, "FOCUSED");
        return image;
    }

    private static Plane Draw(SynthStudy study, TrunkPhantom trunk, bool lateral)
    {
        var coarse = study.IsSmall ? 4 : 1;
        var view = Radiograph.Project(trunk, (lateral ? WideLateral : Wide) / coarse, High / coarse, Spacing * coarse, DepthSpacing * coarse, lateral);
        Radiograph.Develop(view, lateral ? 140 : 95, 40 / coarse, 0.9f, White);
        return Radiograph.Enlarge(view, Enlarged, study.Grain.Derive(lateral ? 2 : 1), Grain);
    }
}
