using System.Globalization;
using Concord.Cli.Synth.Phantoms;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Cli.Synth.Families;

/// <summary>CT of the chest, contrast enhanced (CT Image IOD, PS3.3 §A.3).</summary>
internal static class CtFamily
{
    private const int DefaultSlices = 130;
    private const float PixelNoise = 11, Mottle = 6, NoduleRadius = 8.5f;

    public static IEnumerable<SynthInstance> Instances(SynthStudy study)
    {
        var grid = GridOf(study);
        var series = new SynthSeries(2, "CT", Uids.CTImageStorage, "CHEST CE 2.5 B31f", "CHEST", "Phantom CT 64")
        {
            FrameOfReference = study.NewUid("frame"),
            PatientPosition = "HFS",
        };
        var phantom = PhantomOf(study);
        for (var slice = 0; slice < grid.Slices; slice++)
        {
            var index = slice;
            yield return new(string.Create(CultureInfo.InvariantCulture, $"S{series.Number}/IM{slice + 1:D4}.dcm"), () => Make(study, series, grid, phantom.Value, index));
        }
    }

    /// <summary>The patient's trunk; its nodule grows from study to study.</summary>
    public static Lazy<TrunkPhantom> PhantomOf(SynthStudy study) =>
        new(() => new(study.Anatomy, NoduleRadius * study.Progress), LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>One CT slice as a plain data set; also the CT half of a PET/CT.</summary>
    public static DataSet Make(SynthStudy study, SynthSeries series, VolumeGrid grid, TrunkPhantom phantom, int slice, bool contrast = true)
    {
        var plane = grid.NewPlane();
        phantom.Paint(plane, grid.Z(slice), contrast ? Appearance.Contrast : Appearance.Native);
        AddNoise(plane, study.Grain, slice);
        for (var i = 0; i < plane.Values.Length; i++) plane.Values[i] = Math.Clamp(plane.Values[i], -1024, 3071) + 1024;
        var image = study.NewImage(series, slice + 1);
        image.SetStrings(Tags.ImageType, ["ORIGINAL", "PRIMARY", "AXIAL"]).SetInt(Tags.AcquisitionNumber, 1);
        grid.SetPlane(image, slice, grid.Step);
        SetTechnique(image);
        if (contrast) image.SetString(Tags.ContrastBolusAgent, "Iohexol 350").SetString(Tags.ContrastBolusRoute, "IV");
        Pixels.SetGrey16(image, grid.Columns, grid.Rows, Pixels.ToUnsigned(plane, 12), signed: false, bitsStored: 12);
        Pixels.SetRescale(image, -1024, 1, "HU");
        image.SetDoubles(Tags.WindowCenter, [40, -600]).SetDoubles(Tags.WindowWidth, [400, 1500])
            .SetStrings(Tags.WindowCenterWidthExplanation, ["SOFT TISSUE", "LUNG"]);
        return image;
    }

    private static VolumeGrid GridOf(SynthStudy study)
    {
        var slices = study.Slices ?? (study.IsSmall ? 4 : DefaultSlices);
        var step = MathF.Min(2.5f, 325f / slices);
        if (study.IsSmall) step = 5;
        var top = study.IsSmall ? 50 : 155;
        return study.IsSmall ? new(96, 96, 4.2f, slices, top, step) : new(512, 512, 0.78125f, slices, top, step);
    }

    private static void SetTechnique(DataSet image) => image
        .SetDouble(Tags.KVP, 120).SetInt(Tags.XRayTubeCurrent, 210).SetInt(Tags.ExposureTime, 500).SetInt(Tags.Exposure, 105)
        .SetDouble(Tags.DataCollectionDiameter, 500).SetDouble(Tags.ReconstructionDiameter, 400)
        .SetDouble(Tags.GantryDetectorTilt, 0).SetDouble(Tags.TableHeight, 146).SetString(Tags.RotationDirection, "CW")
        .SetString(Tags.FilterType, "WEDGE").SetString(Tags.ConvolutionKernel, "B31f")
        .SetDouble(Tags.SingleCollimationWidth, 0.625).SetDouble(Tags.TotalCollimationWidth, 40).SetDouble(Tags.SpiralPitchFactor, 1.2);

    // quantum noise at every pixel, a coarser mottle under it, more of both where there is body to look through
    private static void AddNoise(Plane plane, Noise noise, int slice)
    {
        var mottle = noise.Derive(1);
        for (var row = 0; row < plane.Rows; row++)
        {
            var line = plane.Values.AsSpan(row * plane.Columns, plane.Columns);
            for (var column = 0; column < line.Length; column++)
            {
                var strength = line[column] > -950 ? 1 : 0.4f;
                line[column] += strength * ((PixelNoise * noise.Gaussian(column, row, slice)) + (Mottle * mottle.Gaussian(column / 2, row / 2, slice)));
            }
        }
        Soften(plane);
    }

    // what a reconstruction kernel does: neighbours share
    private static void Soften(Plane plane)
    {
        for (var row = 0; row < plane.Rows; row++)
        {
            var line = plane.Values.AsSpan(row * plane.Columns, plane.Columns);
            var before = line[0];
            for (var column = 1; column < line.Length - 1; column++)
            {
                var here = line[column];
                line[column] = (0.22f * before) + (0.56f * here) + (0.22f * line[column + 1]);
                before = here;
            }
        }
    }
}
