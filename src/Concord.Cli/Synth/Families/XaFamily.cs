using Concord.Cli.Synth.Phantoms;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Cli.Synth.Families;

/// <summary>Coronary angiography, a cine run of each of two projections (X-Ray Angiographic Image IOD, PS3.3 §A.14).</summary>
internal static class XaFamily
{
    private const int Size = 512, Frames = 48, SmallSize = 64, SmallFrames = 4, SmallStep = 6;
    private const float Field = 150, Grain = 3.2f, FrameMilliseconds = 66.67f;

    public static IEnumerable<SynthInstance> Instances(SynthStudy study)
    {
        for (var run = 1; run <= 2; run++)
        {
            var number = run;
            var series = new SynthSeries(run, "XA", Uids.XRayAngiographicImageStorage, run == 1 ? "LCA RAO 30" : "LCA LAO 45", "HEART", "Phantom Cath 15") { StartMinutes = run * 4 };
            yield return new($"S{run}/IM0001.dcm", () => Make(study, series, number));
        }
    }

    private static DataSet Make(SynthStudy study, SynthSeries series, int run)
    {
        var (size, frames, step) = study.IsSmall ? (SmallSize, SmallFrames, SmallStep) : (Size, Frames, 1);
        var phantom = new CoronaryPhantom(study.Anatomy.Derive(run), study.Progress);
        var still = phantom.Background(size, Field / size);
        var pixels = new byte[size * size * frames];
        Parallel.For(0, frames, frame => DrawFrame(phantom, still, study.Grain.Derive(run), frame, frame * step, pixels));
        var image = study.NewImage(series, 1);
        image.SetStrings(Tags.ImageType, ["ORIGINAL", "PRIMARY", "SINGLE PLANE"]).SetStrings(Tags.PatientOrientation, ["", ""])
            .SetInt(Tags.NumberOfFrames, frames).SetInts(Tags.FrameIncrementPointer, [Tags.FrameTime.Value])
            .SetDouble(Tags.FrameTime, FrameMilliseconds).SetInt(Tags.CineRate, 15).SetInt(Tags.RecommendedDisplayFrameRate, 15)
            .SetString(Tags.PixelIntensityRelationship, "DISP").SetString(Tags.LossyImageCompression, "00")
            .SetDouble(Tags.KVP, 80).SetString(Tags.RadiationSetting, "GR").SetInt(Tags.XRayTubeCurrent, 650).SetInt(Tags.ExposureTime, 7).SetInt(Tags.Exposure, 4)
            .SetDoubles(Tags.ImagerPixelSpacing, [VolumeGrid.Rounded(Field / size * 1.3f), VolumeGrid.Rounded(Field / size * 1.3f)])
            .SetDouble(Tags.DistanceSourceToDetector, 1050).SetDouble(Tags.DistanceSourceToPatient, 765)
            .SetString(Tags.PositionerMotion, "STATIC").SetDouble(Tags.PositionerPrimaryAngle, run == 1 ? -30 : 45).SetDouble(Tags.PositionerSecondaryAngle, run == 1 ? 20 : 10);
        image.SetString(Tags.ContrastBolusAgent, "Iohexol 350");
        Pixels.SetBytes(image, size, size, pixels, samples: 1, "MONOCHROME2");
        Pixels.SetWindow(image, 128, 256);
        return image;
    }

    private static void DrawFrame(CoronaryPhantom phantom, Plane still, Noise noise, int place, int moment, byte[] pixels)
    {
        var view = new Plane(still.Columns, still.Rows, still.Left, still.Top, still.XSpacing, still.YSpacing);
        phantom.AddArteries(view, moment);
        view.Blur(still.Columns >= Size ? 1 : 0);
        var at = place * view.Values.Length;
        for (var i = 0; i < view.Values.Length; i++)
        {
            var signal = 350 * MathF.Exp(-(still.Values[i] + view.Values[i]) * 0.0118f);
            pixels[at + i] = (byte)Math.Clamp(signal + (Grain * noise.Gaussian(i, moment)), 0, 255);
        }
    }
}
