using System.Globalization;
using Concord.Cli.Synth.Phantoms;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Cli.Synth.Families;

/// <summary>MR of the head: T1, T2 and FLAIR axial, T1 sagittal (MR Image IOD, PS3.3 §A.4).</summary>
internal static class MrFamily
{
    private const float SignalScale = 4, NoiseLevel = 11, Shading = 0.12f;

    /// <summary>A slice is thick: the one in the middle is not all fissure, mm.</summary>
    private const float SagittalSpread = 1.5f;

    private sealed record Sequence(
        int Number, string Description, MrWeighting Weighting, bool IsSagittal, string Scanning, string Variant, double RepetitionTime, double EchoTime, double? InversionTime);

    private static readonly Sequence[] Sequences =
    [
        new(2, "T1 SE AX", MrWeighting.T1, false, "SE", "NONE", 550, 11, null),
        new(3, "T2 TSE AX", MrWeighting.T2, false, "SE", "SK", 4200, 98, null),
        new(4, "T2 FLAIR AX", MrWeighting.Flair, false, "IR", "SK", 9000, 120, 2500),
        new(5, "T1 SE SAG", MrWeighting.T1, true, "SE", "NONE", 520, 11, null),
    ];

    public static IEnumerable<SynthInstance> Instances(SynthStudy study)
    {
        var phantom = new HeadPhantom(study.Anatomy, study.Progress);
        foreach (var sequence in study.IsSmall ? Sequences[..2] : Sequences)
        {
            var series = new SynthSeries(sequence.Number, "MR", Uids.MRImageStorage, sequence.Description, "HEAD", "Phantom MR 3T")
            {
                FrameOfReference = study.NewUid("frame"),
                PatientPosition = "HFS",
                StartMinutes = sequence.Number * 5,
            };
            var grid = GridOf(study, sequence);
            for (var slice = 0; slice < grid.Slices; slice++)
            {
                var index = slice;
                yield return new(string.Create(CultureInfo.InvariantCulture, $"S{series.Number}/IM{slice + 1:D4}.dcm"), () => Make(study, series, sequence, grid, phantom, index));
            }
        }
    }

    private static VolumeGrid GridOf(SynthStudy study, Sequence sequence)
    {
        if (study.IsSmall) return new(64, 64, 3.6f, study.Slices ?? 3, 40, 12);
        var slices = study.Slices ?? (sequence.IsSagittal ? 25 : 28);
        return sequence.IsSagittal ? new(256, 256, 0.9375f, slices, 2.5f * (slices - 1), 5) : new(256, 256, 0.9375f, slices, 82, 140f / slices);
    }

    private static DataSet Make(SynthStudy study, SynthSeries series, Sequence sequence, VolumeGrid grid, HeadPhantom phantom, int slice)
    {
        var plane = grid.NewPlane();
        Draw(plane, phantom, sequence, grid.Z(slice));
        plane.Blur(study.IsSmall ? 0 : 1);
        AddNoise(plane, study.Grain.Derive(sequence.Number), slice);
        var image = study.NewImage(series, slice + 1);
        image.SetStrings(Tags.ImageType, ["ORIGINAL", "PRIMARY", "OTHER"]).SetInt(Tags.AcquisitionNumber, 1);
        if (sequence.IsSagittal) SetSagittalPlane(image, grid, slice);
        else grid.SetPlane(image, slice, grid.Step * 0.9f);
        image.SetDouble(Tags.SpacingBetweenSlices, VolumeGrid.Rounded(grid.Step));
        SetTechnique(image, sequence);
        Pixels.SetGrey16(image, grid.Columns, grid.Rows, Pixels.ToUnsigned(plane, 12), signed: false, bitsStored: 12);
        Pixels.SetWindow(image, sequence.Weighting == MrWeighting.T2 ? 480 : 380, sequence.Weighting == MrWeighting.T2 ? 960 : 760);
        return image;
    }

    private static void Draw(Plane plane, HeadPhantom phantom, Sequence sequence, float at)
    {
        for (var row = 0; row < plane.Rows; row++)
        {
            for (var column = 0; column < plane.Columns; column++)
            {
                float across = plane.X(column), down = plane.Y(row);
                var signal = sequence.IsSagittal
                    ? (phantom.Signal(at - SagittalSpread, across, -down, sequence.Weighting) + phantom.Signal(at + SagittalSpread, across, -down, sequence.Weighting)) / 2
                    : phantom.Signal(across, down, at, sequence.Weighting);
                plane.Values[(row * plane.Columns) + column] = signal * SignalScale;
            }
        }
    }

    // magnitude of a noisy complex signal (Rician), under a coil that sees near things brighter
    private static void AddNoise(Plane plane, Noise noise, int slice)
    {
        var imaginary = noise.Derive(1);
        for (var row = 0; row < plane.Rows; row++)
        {
            for (var column = 0; column < plane.Columns; column++)
            {
                ref var value = ref plane.Values[(row * plane.Columns) + column];
                var shade = 1 + (Shading * noise.Smooth(plane.X(column) / 90, plane.Y(row) / 90, 5));
                float real = (value * shade) + (NoiseLevel * noise.Gaussian(column, row, slice)), other = NoiseLevel * imaginary.Gaussian(column, row, slice);
                value = MathF.Sqrt((real * real) + (other * other));
            }
        }
    }

    // rows run to the back, columns to the feet
    private static void SetSagittalPlane(DataSet image, VolumeGrid grid, int slice)
    {
        var half = grid.Spacing * (grid.Columns - 1) / 2;
        var at = VolumeGrid.Rounded(grid.Z(slice));
        image.SetDoubles(Tags.ImagePositionPatient, [at, VolumeGrid.Rounded(-half), VolumeGrid.Rounded(half)])
            .SetDoubles(Tags.ImageOrientationPatient, [0, 1, 0, 0, 0, -1])
            .SetDoubles(Tags.PixelSpacing, [VolumeGrid.Rounded(grid.Spacing), VolumeGrid.Rounded(grid.Spacing)])
            .SetDouble(Tags.SliceThickness, VolumeGrid.Rounded(grid.Step * 0.9f)).SetDouble(Tags.SliceLocation, at);
    }

    private static void SetTechnique(DataSet image, Sequence sequence)
    {
        image.SetString(Tags.ScanningSequence, sequence.Scanning).SetString(Tags.SequenceVariant, sequence.Variant).SetEmpty(Tags.ScanOptions)
            .SetString(Tags.MRAcquisitionType, "2D").SetString(Tags.SequenceName, sequence.Description.Replace(' ', '_'))
            .SetDouble(Tags.RepetitionTime, sequence.RepetitionTime).SetDouble(Tags.EchoTime, sequence.EchoTime)
            .SetInt(Tags.EchoTrainLength, sequence.Variant == "SK" ? 15 : 1).SetInt(Tags.NumberOfAverages, 1)
            .SetDouble(Tags.ImagingFrequency, 123.2).SetString(Tags.ImagedNucleus, "1H").SetDouble(Tags.MagneticFieldStrength, 3)
            .SetDouble(Tags.FlipAngle, 90).SetDouble(Tags.PixelBandwidth, 180).SetString(Tags.InPlanePhaseEncodingDirection, "ROW");
        if (sequence.InversionTime is { } inversion) image.SetDouble(Tags.InversionTime, inversion);
    }
}
