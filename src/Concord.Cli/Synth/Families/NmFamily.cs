using System.Globalization;
using Concord.Cli.Synth.Phantoms;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Cli.Synth.Families;

/// <summary>A whole-body bone scan, front and back as two frames (Nuclear Medicine Image IOD, PS3.3 §A.5).</summary>
internal static class NmFamily
{
    private const int Columns = 256, Rows = 1024, Detectors = 2, MostSpots = 7;
    private const float Spacing = 1.8f, CountsPerUnit = 0.85f;

    public static IEnumerable<SynthInstance> Instances(SynthStudy study)
    {
        var series = new SynthSeries(1, "NM", Uids.NuclearMedicineImageStorage, "WB bone Tc-99m MDP", "WHOLEBODY", "Phantom Gamma 2");
        yield return new("S1/IM0001.dcm", () => Make(study, series));
    }

    private static DataSet Make(SynthStudy study, SynthSeries series)
    {
        var coarse = study.IsSmall ? 4 : 1;
        var (columns, rows, spacing) = (Columns / coarse, Rows / coarse, Spacing * coarse);
        var frames = new List<byte>();
        for (var detector = 0; detector < Detectors; detector++) frames.AddRange(Pixels.ToUnsigned(Count(study, columns, rows, spacing, detector), 16));
        byte[] pixels = [.. frames];
        var image = study.NewImage(series, 1);
        image.SetStrings(Tags.ImageType, ["ORIGINAL", "PRIMARY", "WHOLE BODY", "EMISSION"]).SetStrings(Tags.PatientOrientation, ["L", "F"])
            .SetInt(Tags.NumberOfFrames, Detectors).SetInts(Tags.FrameIncrementPointer, [Tags.EnergyWindowVector.Value, Tags.DetectorVector.Value])
            .SetInts(Tags.EnergyWindowVector, [1, 1]).SetInt(Tags.NumberOfEnergyWindows, 1).SetInts(Tags.DetectorVector, [1, 2]).SetInt(Tags.NumberOfDetectors, Detectors)
            .SetInt(Tags.CountsAccumulated, Total(pixels)).SetInt(Tags.ActualFrameDuration, 900_000).SetString(Tags.AcquisitionTerminationCondition, "TIME")
            .SetString(Tags.WholeBodyTechnique, "1PS").SetDouble(Tags.ScanVelocity, 2.2).SetInt(Tags.ScanLength, 1840)
            .SetDoubles(Tags.PixelSpacing, [VolumeGrid.Rounded(spacing), VolumeGrid.Rounded(spacing)]).SetString(Tags.LossyImageCompression, "00");
        SetSequences(image, study);
        Pixels.SetGrey16(image, columns, rows, pixels, signed: false, bitsStored: 16);
        Pixels.SetWindow(image, 24 * coarse * coarse, 48 * coarse * coarse);
        return image;
    }

    private static Plane Count(SynthStudy study, int columns, int rows, float spacing, int detector)
    {
        var view = new Plane(columns, rows, -spacing * (columns - 1) / 2, (BoneScanPhantom.Height - (spacing * rows)) / 2, spacing, spacing);
        BoneScanPhantom.Draw(view, study.Anatomy, behind: detector == 1, (int)(MostSpots * study.Progress));
        var noise = study.Grain.Derive(detector);
        for (var i = 0; i < view.Values.Length; i++)
        {
            var expected = (view.Values[i] * CountsPerUnit * spacing * spacing / (Spacing * Spacing)) + 0.25f;
            view.Values[i] = MathF.Max(0, MathF.Round(expected + (MathF.Sqrt(expected) * noise.Gaussian(i, 3))));
        }
        return view;
    }

    private static long Total(byte[] pixels)
    {
        long total = 0;
        for (var i = 0; i < pixels.Length; i += 2) total += pixels[i] | (pixels[i + 1] << 8);
        return total;
    }

    private static void SetSequences(DataSet image, SynthStudy study)
    {
        image.SetItems(Tags.PatientOrientationCodeSequence, Codes.Recumbent.SetItems(Tags.PatientOrientationModifierCodeSequence, Codes.Supine))
            .SetItems(Tags.PatientGantryRelationshipCodeSequence, Codes.HeadFirst)
            .SetItems(Tags.EnergyWindowInformationSequence, new DataSet().SetString(Tags.EnergyWindowName, "Tc-99m")
                .SetItems(Tags.EnergyWindowRangeSequence, new DataSet().SetDouble(Tags.EnergyWindowLowerLimit, 130).SetDouble(Tags.EnergyWindowUpperLimit, 151)))
            .SetItems(Tags.RadiopharmaceuticalInformationSequence, new DataSet()
                .SetString(Tags.Radiopharmaceutical, "Tc-99m MDP").SetItems(Tags.RadionuclideCodeSequence, Codes.Technetium99m)
                .SetItems(Tags.RadiopharmaceuticalCodeSequence, Codes.Medronate).SetEmpty(Tags.RadiopharmaceuticalRoute)
                .SetString(Tags.RadiopharmaceuticalStartTime, study.Start.AddHours(-3).ToString("HHmmss", CultureInfo.InvariantCulture))
                .SetDouble(Tags.RadionuclideTotalDose, 740))
            .SetItems(Tags.DetectorInformationSequence, Detector(Codes.Anterior, 1), Detector(Codes.Posterior, -1));
    }

    // rows run to the patient's left in front, to the right behind; columns run to the feet
    private static DataSet Detector(DataSet view, int side) => new DataSet()
        .SetString(Tags.CollimatorType, "PARA").SetString(Tags.CollimatorGridName, "LEHR").SetString(Tags.FieldOfViewShape, "RECTANGLE").SetEmpty(Tags.FocalDistance)
        .SetDoubles(Tags.ImageOrientationPatient, [side, 0, 0, 0, 0, -1])
        .SetDoubles(Tags.ImagePositionPatient, [side * -Spacing * Columns / 2, side * -150, Spacing * Rows / 2])
        .SetItems(Tags.ViewCodeSequence, view);
}
