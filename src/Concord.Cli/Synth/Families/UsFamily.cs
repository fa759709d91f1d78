using Concord.Cli.Synth.Phantoms;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Cli.Synth.Families;

/// <summary>Echocardiography with colour flow, a loop of RGB frames (Ultrasound Multi-frame Image IOD, PS3.3 §A.7).</summary>
internal static class UsFamily
{
    private const int FrameCount = EchoPhantom.FramesPerBeat, SmallFrames = 3;
    private const double MillimetresAcross = 0.36;

    public static IEnumerable<SynthInstance> Instances(SynthStudy study)
    {
        var series = new SynthSeries(1, "US", Uids.UltrasoundMultiFrameImageStorage, "Apical 4 chamber", "HEART", "Phantom Sono 7");
        yield return new("S1/IM0001.dcm", () => Make(study, series, 1, colour: false));
        yield return new("S1/IM0002.dcm", () => Make(study, series, 2, colour: true));
    }

    private static DataSet Make(SynthStudy study, SynthSeries series, int instance, bool colour)
    {
        var frames = study.IsSmall ? SmallFrames : FrameCount;
        var screen = new EchoScreen(study.IsSmall ? 5 : 1, study.Anatomy, study.Grain.Derive(instance), colour);
        var pixels = new byte[screen.FrameBytes * frames];
        Parallel.For(0, frames, frame => screen.Draw((float)frame / frames, frame, pixels.AsSpan(frame * screen.FrameBytes, screen.FrameBytes)));
        var image = study.NewImage(series, instance);
        image.SetStrings(Tags.ImageType, ["ORIGINAL", "PRIMARY", "", colour ? "0011" : "0001"]).SetStrings(Tags.PatientOrientation, ["", ""])
            .SetInt(Tags.NumberOfFrames, frames).SetInts(Tags.FrameIncrementPointer, [Tags.FrameTime.Value])
            .SetDouble(Tags.FrameTime, 33.33).SetInt(Tags.CineRate, 30).SetInt(Tags.RecommendedDisplayFrameRate, 30).SetInt(Tags.HeartRate, 75)
            .SetString(Tags.LossyImageCompression, "00").SetString(Tags.BurnedInAnnotation, "NO")
            .SetItems(Tags.SequenceOfUltrasoundRegions, Region(screen));
        Pixels.SetBytes(image, screen.Columns, screen.Rows, pixels, samples: 3, "RGB");
        return image;
    }

    // where millimetres may be measured (PS3.3 §C.8.5.5)
    private static DataSet Region(EchoScreen screen) => new DataSet()
        .SetInt(Tags.RegionSpatialFormat, 1).SetInt(Tags.RegionDataType, 1).SetInt(Tags.RegionFlags, 0)
        .SetInt(Tags.RegionLocationMinX0, 0).SetInt(Tags.RegionLocationMinY0, 0)
        .SetInt(Tags.RegionLocationMaxX1, screen.Columns - 1).SetInt(Tags.RegionLocationMaxY1, screen.SectorRows - 1)
        .SetInt(Tags.ReferencePixelX0, screen.Columns / 2, Vr.SL).SetInt(Tags.ReferencePixelY0, screen.Apex, Vr.SL)
        .SetInt(Tags.PhysicalUnitsXDirection, 3).SetInt(Tags.PhysicalUnitsYDirection, 3)
        .SetDouble(Tags.PhysicalDeltaX, MillimetresAcross * screen.Coarse / 10).SetDouble(Tags.PhysicalDeltaY, MillimetresAcross * screen.Coarse / 10);
}
