using System.Globalization;
using Concord.Cli.Synth.Phantoms;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Cli.Synth.Families;

/// <summary>FDG PET with the CT it lies on, in one frame of reference (PET Image IOD, PS3.3 §A.21; CT Image IOD).</summary>
internal static class PtFamily
{
    private const int DefaultSlices = 84;
    private const float Step = 4, Top = 160, InjectedBecquerel = 3.7e8f, HalfLifeSeconds = 6586.2f, RestSeconds = 3600, Resolution = 5;

    public static IEnumerable<SynthInstance> Instances(SynthStudy study)
    {
        var trunk = CtFamily.PhantomOf(study);
        var frame = study.NewUid("frame");
        var slices = study.Slices ?? (study.IsSmall ? 3 : DefaultSlices);
        var ct = new SynthSeries(2, "CT", Uids.CTImageStorage, "AC CT 4.0", "CHEST", "Phantom PET/CT") { FrameOfReference = frame, PatientPosition = "HFS" };
        var pt = new SynthSeries(3, "PT", Uids.PositronEmissionTomographyImageStorage, "FDG AC", "CHEST", "Phantom PET/CT") { FrameOfReference = frame, StartMinutes = 5 };
        var top = study.IsSmall ? 70 : Top;
        VolumeGrid ctGrid = study.IsSmall ? new(64, 64, 6.25f, slices, top, Step) : new(256, 256, 1.5625f, slices, top, Step);
        VolumeGrid ptGrid = study.IsSmall ? new(48, 48, 8.2f, slices, top, Step) : new(144, 144, 2.78f, slices, top, Step);
        for (var slice = 0; slice < slices; slice++)
        {
            var index = slice;
            yield return new(Name(ct, slice), () => CtFamily.Make(study, ct, ctGrid, trunk.Value, index, contrast: false));
            yield return new(Name(pt, slice), () => Make(study, pt, ptGrid, trunk.Value, index));
        }
    }

    private static string Name(SynthSeries series, int slice) => string.Create(CultureInfo.InvariantCulture, $"S{series.Number}/IM{slice + 1:D4}.dcm");

    private static DataSet Make(SynthStudy study, SynthSeries series, VolumeGrid grid, TrunkPhantom trunk, int slice)
    {
        // SUV = activity x weight / dose at the time of the scan
        var decayed = InjectedBecquerel * MathF.Pow(0.5f, RestSeconds / HalfLifeSeconds);
        var becquerelPerSuv = decayed / ((float)study.Patient.WeightKilograms * 1000);
        var plane = Uptake(study, grid, trunk, slice);
        var slope = Math.Max(plane.Values.Max(), 0.1f) * becquerelPerSuv / short.MaxValue;
        for (var i = 0; i < plane.Values.Length; i++) plane.Values[i] *= becquerelPerSuv / slope;
        var image = study.NewImage(series, slice + 1);
        image.SetStrings(Tags.ImageType, ["ORIGINAL", "PRIMARY"]);
        grid.SetPlane(image, slice, grid.Step);
        SetSeries(image, grid, slice);
        SetTracer(image, study);
        Pixels.SetGrey16(image, grid.Columns, grid.Rows, Pixels.ToSigned16(plane), signed: true, bitsStored: 16);
        var stored = Math.Round((double)slope, 9);
        Pixels.SetRescale(image, 0, stored);
        Pixels.SetWindow(image, Math.Round(becquerelPerSuv * 3.0), Math.Round(becquerelPerSuv * 6.0));
        return image;
    }

    private static Plane Uptake(SynthStudy study, VolumeGrid grid, TrunkPhantom trunk, int slice)
    {
        var plane = grid.NewPlane();
        trunk.Paint(plane, grid.Z(slice), Appearance.Tracer);
        plane.Blur((int)MathF.Round(Resolution / 2 / grid.Spacing));
        var noise = study.Grain.Derive(3);
        for (var row = 0; row < plane.Rows; row++)
        {
            for (var column = 0; column < plane.Columns; column++)
            {
                ref var value = ref plane.Values[(row * plane.Columns) + column];
                value = MathF.Max(0, value + ((0.02f + (0.09f * MathF.Sqrt(MathF.Max(0, value)))) * noise.Gaussian(column, row, slice)));
            }
        }
        plane.Blur(grid.Spacing < 4 ? 1 : 0);
        return plane;
    }

    private static void SetSeries(DataSet image, VolumeGrid grid, int slice) => image
        .SetString(Tags.Units, "BQML").SetString(Tags.CountsSource, "EMISSION").SetStrings(Tags.SeriesType, ["WHOLE BODY", "IMAGE"])
        .SetInt(Tags.NumberOfSlices, grid.Slices).SetStrings(Tags.CorrectedImage, ["DECY", "ATTN", "SCAT", "DTIM", "RAN", "NORM"])
        .SetString(Tags.RandomsCorrectionMethod, "DLYD").SetString(Tags.AttenuationCorrectionMethod, "CT-based").SetString(Tags.ScatterCorrectionMethod, "Model based")
        .SetString(Tags.DecayCorrection, "START").SetString(Tags.ReconstructionMethod, "OSEM 3i24s").SetString(Tags.CollimatorType, "NONE")
        .SetEmpty(Tags.ReconstructionDiameter).SetItems(Tags.EnergyWindowRangeSequence, new DataSet().SetDouble(Tags.EnergyWindowLowerLimit, 435).SetDouble(Tags.EnergyWindowUpperLimit, 650))
        .SetInt(Tags.AcquisitionNumber, 1).SetInt(Tags.ImageIndex, slice + 1).SetDouble(Tags.FrameReferenceTime, 60_000).SetInt(Tags.ActualFrameDuration, 120_000)
        .SetDouble(Tags.DecayFactor, 1.0064).SetString(Tags.LossyImageCompression, "00");

    private static void SetTracer(DataSet image, SynthStudy study)
    {
        var injected = study.Start.AddMinutes(5).AddSeconds(-RestSeconds);
        image.SetItems(Tags.PatientOrientationCodeSequence, Codes.Recumbent.SetItems(Tags.PatientOrientationModifierCodeSequence, Codes.Supine))
            .SetItems(Tags.PatientGantryRelationshipCodeSequence, Codes.HeadFirst)
            .SetItems(Tags.RadiopharmaceuticalInformationSequence, new DataSet()
                .SetString(Tags.Radiopharmaceutical, "Fluorodeoxyglucose").SetEmpty(Tags.RadiopharmaceuticalRoute)
                .SetItems(Tags.RadionuclideCodeSequence, Codes.Fluorine18).SetItems(Tags.RadiopharmaceuticalCodeSequence, Codes.Fluorodeoxyglucose)
                .SetString(Tags.RadiopharmaceuticalStartTime, injected.ToString("HHmmss", CultureInfo.InvariantCulture))
                .SetString(Tags.RadiopharmaceuticalStartDateTime, injected.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture))
                .SetDouble(Tags.RadionuclideTotalDose, InjectedBecquerel).SetDouble(Tags.RadionuclideHalfLife, Math.Round(HalfLifeSeconds, 1)).SetDouble(Tags.RadionuclidePositronFraction, 0.967));
    }
}
