using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Dicom.Tests.Validation;

/// <summary>Objects in which nothing is wrong, to be spoiled one thing at a time.</summary>
internal static class Objects
{
    public static DataSet Ct() => Common(Uids.CTImageStorage, "CT")
        .SetStrings(Tags.ImageType, ["ORIGINAL", "PRIMARY", "AXIAL"])
        .SetString(Tags.Manufacturer, "")
        .SetString(Tags.KVP, "120")
        .SetString(Tags.SliceThickness, "1.5")
        .SetString(Tags.PatientPosition, "HFS")
        .SetString(Tags.AcquisitionNumber, "1")
        .SetUid(Tags.FrameOfReferenceUID, Uid.Parse("1.2.3.4"))
        .SetEmpty(Tags.PositionReferenceIndicator)
        .SetDoubles(Tags.ImagePositionPatient, [0, 0, 0])
        .SetDoubles(Tags.ImageOrientationPatient, [1, 0, 0, 0, 1, 0])
        .SetDoubles(Tags.PixelSpacing, [0.5, 0.5])
        .SetInt(Tags.SamplesPerPixel, 1).SetString(Tags.PhotometricInterpretation, "MONOCHROME2")
        .SetInt(Tags.Rows, 2).SetInt(Tags.Columns, 2)
        .SetInt(Tags.BitsAllocated, 16).SetInt(Tags.BitsStored, 12).SetInt(Tags.HighBit, 11).SetInt(Tags.PixelRepresentation, 0)
        .SetDouble(Tags.RescaleIntercept, -1024).SetDouble(Tags.RescaleSlope, 1)
        .Set(new DataElement(Tags.PixelData, Vr.OW, new byte[8]));

    public static DataSet TextReport() => Common(Uids.BasicTextSRStorage, "SR")
        .SetString(Tags.Manufacturer, "")
        .SetEmpty(Tags.ReferencedPerformedProcedureStepSequence)
        .SetString(Tags.CompletionFlag, "COMPLETE").SetString(Tags.VerificationFlag, "UNVERIFIED")
        .SetString(Tags.ContentDate, "20260102").SetString(Tags.ContentTime, "101112")
        .SetEmpty(Tags.PerformedProcedureCodeSequence)
        .SetString(Tags.ValueType, "CONTAINER").SetString(Tags.ContinuityOfContent, "SEPARATE")
        .SetItems(Tags.ConceptNameCodeSequence, Code("18748-4", "LN", "Report"))
        .SetItems(Tags.ContentSequence, Text());

    public static DataSet Text() => new DataSet().SetString(Tags.RelationshipType, "CONTAINS").SetString(Tags.ValueType, "TEXT")
        .SetItems(Tags.ConceptNameCodeSequence, Code("121071", "DCM", "Finding")).SetString(Tags.TextValue, "nothing");

    public static DataSet Code(string value, string scheme, string meaning) =>
        new DataSet().SetString(Tags.CodeValue, value).SetString(Tags.CodingSchemeDesignator, scheme).SetString(Tags.CodeMeaning, meaning);

    private static DataSet Common(Uid sopClass, string modality) => new DataSet()
        .SetUid(Tags.SOPClassUID, sopClass).SetUid(Tags.SOPInstanceUID, Uid.Parse("1.2.3.1"))
        .SetUid(Tags.StudyInstanceUID, Uid.Parse("1.2.3.2")).SetUid(Tags.SeriesInstanceUID, Uid.Parse("1.2.3.3"))
        .SetString(Tags.Modality, modality)
        .SetString(Tags.StudyDate, "20260102").SetString(Tags.StudyTime, "101112.5")
        .SetString(Tags.AccessionNumber, "").SetString(Tags.ReferringPhysicianName, "").SetString(Tags.StudyID, "1")
        .SetString(Tags.PatientName, "Someone^Else").SetString(Tags.PatientID, "X-1").SetString(Tags.PatientBirthDate, "").SetString(Tags.PatientSex, "O")
        .SetString(Tags.SeriesNumber, "1").SetString(Tags.InstanceNumber, "1");
}
