using System.Globalization;
using Concord.Cli.Synth;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Concord.Bench;

/// <summary>What is parsed and written: a CT and an MR slice as <c>concord synth</c> makes them, a deep report, an enhanced multi-frame image.</summary>
internal static class BenchObjects
{
    private const int SrDepth = 12, SrItemsALevel = 3, Frames = 120;

    public static DataSet Ct { get; } = Synthetic("CT");

    public static DataSet Mr { get; } = Synthetic("MR");

    public static DataSet Sr { get; } = Report();

    public static DataSet Enhanced { get; } = MultiFrame();

    /// <summary>Every object as a file: <c>NAME-explicit.dcm</c> and <c>NAME-implicit.dcm</c>.</summary>
    public static void WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, dataSet) in new[] { ("ct", Ct), ("mr", Mr), ("sr", Sr), ("enhanced", Enhanced) })
        {
            File.WriteAllBytes(Path.Combine(folder, name + "-explicit.dcm"), Part10.ToArray(dataSet, TransferSyntax.ExplicitVrLittleEndian));
            File.WriteAllBytes(Path.Combine(folder, name + "-implicit.dcm"), Part10.ToArray(dataSet, TransferSyntax.ImplicitVrLittleEndian));
        }
    }

    private static DataSet Synthetic(string family)
    {
        var study = SynthPlan.Of(new SynthOptions { Sets = [family], Slices = 8 })[0];
        return study.Family.Instances(study).First().Make();
    }

    private static DataSet Base(Uid sopClass, string modality) => new DataSet()
        .SetString(Tags.SpecificCharacterSet, "ISO_IR 192").SetUid(Tags.SOPClassUID, sopClass).SetUid(Tags.SOPInstanceUID, Uid.Parse("2.25.4711"))
        .SetString(Tags.StudyDate, "20260301").SetString(Tags.StudyTime, "101500").SetString(Tags.Modality, modality).SetString(Tags.Manufacturer, "Concord Synthetic")
        .SetString(Tags.PatientName, "Bench^Object=王^小东").SetString(Tags.PatientID, "BENCH-1").SetString(Tags.PatientSex, "O")
        .SetUid(Tags.StudyInstanceUID, Uid.Parse("2.25.4712")).SetUid(Tags.SeriesInstanceUID, Uid.Parse("2.25.4713"))
        .SetInt(Tags.SeriesNumber, 1).SetInt(Tags.InstanceNumber, 1);

    private static DataSet Code(string value, string meaning) => new DataSet()
        .SetString(Tags.CodeValue, value).SetString(Tags.CodingSchemeDesignator, "DCM").SetString(Tags.CodeMeaning, meaning);

    private static DataSet Report() =>
        Base(Uids.ComprehensiveSRStorage, "SR").SetString(Tags.ValueType, "CONTAINER").SetItems(Tags.ConceptNameCodeSequence, Code("126000", "Imaging Measurement Report"))
            .SetString(Tags.ContinuityOfContent, "SEPARATE").SetItems(Tags.ContentSequence, [.. Enumerable.Range(0, SrItemsALevel).Select(_ => Container(1))]);

    /// <summary>Containers in containers: each level has texts, a number and one container more.</summary>
    private static DataSet Container(int depth)
    {
        var children = new List<DataSet>();
        for (var i = 0; i < SrItemsALevel; i++)
            children.Add(new DataSet().SetString(Tags.RelationshipType, "CONTAINS").SetString(Tags.ValueType, "TEXT")
                .SetItems(Tags.ConceptNameCodeSequence, Code("121071", "Finding")).SetString(Tags.TextValue, "No abnormality at level " + depth.ToString(CultureInfo.InvariantCulture)));
        children.Add(new DataSet().SetString(Tags.RelationshipType, "CONTAINS").SetString(Tags.ValueType, "NUM").SetItems(Tags.ConceptNameCodeSequence, Code("118565006", "Volume"))
            .SetItems(Tags.MeasuredValueSequence, new DataSet().SetItems(Tags.MeasurementUnitsCodeSequence, Code("mm3", "mm3")).SetDouble(Tags.NumericValue, 12.5)));
        if (depth < SrDepth) children.Add(Container(depth + 1));
        return new DataSet().SetString(Tags.RelationshipType, "CONTAINS").SetString(Tags.ValueType, "CONTAINER")
            .SetItems(Tags.ConceptNameCodeSequence, Code("125007", "Measurement Group")).SetString(Tags.ContinuityOfContent, "SEPARATE").SetItems(Tags.ContentSequence, [.. children]);
    }

    private static DataSet MultiFrame() => Base(Uids.EnhancedCTImageStorage, "CT")
        .SetItems(Tags.SharedFunctionalGroupsSequence, new DataSet()
            .SetItems(Tags.PixelMeasuresSequence, new DataSet().SetDouble(Tags.SliceThickness, 2.5).SetDoubles(Tags.PixelSpacing, [0.75, 0.75])))
        .SetItems(Tags.PerFrameFunctionalGroupsSequence, [.. Enumerable.Range(0, Frames).Select(Frame)])
        .SetInt(Tags.SamplesPerPixel, 1).SetString(Tags.PhotometricInterpretation, "MONOCHROME2").SetInt(Tags.NumberOfFrames, Frames)
        .SetInt(Tags.Rows, 64).SetInt(Tags.Columns, 64).SetInt(Tags.BitsAllocated, 16).SetInt(Tags.BitsStored, 12).SetInt(Tags.HighBit, 11).SetInt(Tags.PixelRepresentation, 0)
        .Set(new DataElement(Tags.PixelData, Vr.OW, new byte[Frames * 64 * 64 * 2]));

    private static DataSet Frame(int number) => new DataSet()
        .SetItems(Tags.FrameContentSequence, new DataSet().SetInts(Tags.DimensionIndexValues, [1, number + 1]).SetInt(Tags.InStackPositionNumber, number + 1).SetString(Tags.StackID, "1"))
        .SetItems(Tags.PlanePositionSequence, new DataSet().SetDoubles(Tags.ImagePositionPatient, [-120, -120, number * 2.5]))
        .SetItems(Tags.PlaneOrientationSequence, new DataSet().SetDoubles(Tags.ImageOrientationPatient, [1, 0, 0, 0, 1, 0]))
        .SetItems(Tags.FrameVOILUTSequence, new DataSet().SetDouble(Tags.WindowCenter, 40).SetDouble(Tags.WindowWidth, 400))
        .SetItems(Tags.PixelValueTransformationSequence, new DataSet().SetDouble(Tags.RescaleIntercept, -1024).SetDouble(Tags.RescaleSlope, 1).SetString(Tags.RescaleType, "HU"));
}
