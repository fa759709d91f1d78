using System.Collections.Frozen;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Iods;

namespace Concord.Dicom.Validation;

/// <summary>The conditions of type 1C and 2C, and of modules, that the data set itself decides. Written by hand: the standard has them as prose.</summary>
internal static class Conditions
{
    private static readonly FrozenDictionary<uint, (string Section, Func<Level, bool?> Holds)[]> OfTags =
        Build().GroupBy(row => row.Tag.Value).ToFrozenDictionary(group => group.Key, group => group.Select(row => (row.Section, row.Holds)).ToArray());

    private static readonly FrozenSet<string> PairedParts = FrozenSet.Create(StringComparer.Ordinal,
        "ANKLE", "ARM", "AXILLA", "BREAST", "CALF", "CAROTID", "CLAVICLE", "EAR", "ELBOW", "EYE", "FEMUR", "FINGER", "FOOT", "FOREARM", "HAND", "HIP", "HUMERUS",
        "KNEE", "LEG", "OVARY", "PATELLA", "RADIUS", "SCAPULA", "SHOULDER", "THIGH", "THUMB", "TOE", "ULNA", "WRIST", "ZYGOMA");

    private static readonly string[] OriginalSections = ["C.8.13", "C.8.14", "C.8.15", "C.8.22"];

    private static readonly FrozenSet<Uid> LegacyConverted = FrozenSet.Create(
        Uids.LegacyConvertedEnhancedCTImageStorage, Uids.LegacyConvertedEnhancedMRImageStorage, Uids.LegacyConvertedEnhancedPETImageStorage);

    /// <summary>The classes that have to tell how the patient lay (PS3.3 Table C.7-5a).</summary>
    private static readonly FrozenSet<Uid> WithPatientPosition = FrozenSet.Create(
        Uids.CTImageStorage, Uids.MRImageStorage, Uids.EnhancedCTImageStorage, Uids.EnhancedMRImageStorage, Uids.EnhancedMRColorImageStorage, Uids.MRSpectroscopyStorage);

    /// <summary>Whether the condition holds; null when that cannot be told from the data set.</summary>
    public static bool? OfAttribute(Level level, IodAttribute attribute)
    {
        if (IsOfOriginal(attribute)) return IsOriginal(level.Root.DataSet, attribute.ConditionTags);
        if (!OfTags.TryGetValue(attribute.Tag.Value, out var rows)) return null;
        foreach (var (section, holds) in rows)
            if (IsWithin(attribute.Section, section)) return holds(level);
        return null;
    }

    /// <summary>An attribute of a macro that is included only for some kinds of content item, and not for this one (PS3.3 §C.17.3, Table C.17-5).</summary>
    public static bool IsOfOtherContent(Level level, IodAttribute attribute) =>
        IsWithin(attribute.Section, "C.18") && OfTags.ContainsKey(attribute.Tag.Value) && OfAttribute(level, attribute) == false;

    private static bool IsWithin(string section, string outer) =>
        section.StartsWith(outer, StringComparison.Ordinal) && (outer.Length == 0 || section.Length == outer.Length || section[outer.Length] == '.');

    /// <summary>Enhanced CT, MR and PET: "Required if Image Type Value 1 (or Frame Type Value 1) is ORIGINAL or MIXED", if the class is not a legacy converted one, or both.</summary>
    private static bool IsOfOriginal(IodAttribute attribute)
    {
        var tags = attribute.ConditionTags;
        return tags.Length > 0 && attribute.Tag != Tags.ArterialSpinLabelingContrast && !tags.ContainsAnyExcept(Tags.ImageType.Value, Tags.FrameType.Value, Tags.SOPClassUID.Value)
            && Array.Exists(OriginalSections, section => IsWithin(attribute.Section, section));
    }

    private static bool? IsOriginal(DataSet dataSet, ReadOnlySpan<uint> conditionTags)
    {
        if (conditionTags.Contains(Tags.SOPClassUID.Value) && dataSet.GetUid(Tags.SOPClassUID) is { } sopClass && LegacyConverted.Contains(sopClass)) return false;
        if (!conditionTags.ContainsAnyExcept(Tags.SOPClassUID.Value)) return true;
        return dataSet.GetString(Tags.ImageType) == "ORIGINAL" ? true : null; // of MIXED only some frames are
    }

    /// <summary>Whether a conditional module must be there; null when only its own attributes tell.</summary>
    public static bool? OfModule(string module, DataSet dataSet) => module switch
    {
        "Palette Color Lookup Table" when dataSet.GetString(Tags.PhotometricInterpretation) == "PALETTE COLOR" => true,
        "MR Pulse Sequence" when dataSet.GetString(Tags.ImageType) is "ORIGINAL" or "MIXED" => true,
        "Cine" when FramesGoBy(dataSet, Tags.FrameTime) || FramesGoBy(dataSet, Tags.FrameTimeVector) => true,
        _ => null,
    };

    private static IEnumerable<(Tag Tag, string Section, Func<Level, bool?> Holds)> Build() =>
        [.. OfPixels(), .. OfImages(), .. OfCodes(), .. OfContent(), .. OfIdentity()];

    private static IEnumerable<(Tag, string, Func<Level, bool?>)> OfPixels() =>
    [
        (Tags.PlanarConfiguration, "", level => level.DataSet.GetInt(Tags.SamplesPerPixel) > 1),
        (Tags.RedPaletteColorLookupTableDescriptor, "", IsPalette),
        (Tags.GreenPaletteColorLookupTableDescriptor, "", IsPalette),
        (Tags.BluePaletteColorLookupTableDescriptor, "", IsPalette),
        (Tags.RedPaletteColorLookupTableData, "Table C.7-22a", level => !level.Has(Tags.SegmentedRedPaletteColorLookupTableData)),
        (Tags.GreenPaletteColorLookupTableData, "Table C.7-22a", level => !level.Has(Tags.SegmentedGreenPaletteColorLookupTableData)),
        (Tags.BluePaletteColorLookupTableData, "Table C.7-22a", level => !level.Has(Tags.SegmentedBluePaletteColorLookupTableData)),
        (Tags.RedPaletteColorLookupTableData, "", level => IsPalette(level) == true && !level.Has(Tags.SegmentedRedPaletteColorLookupTableData)),
        (Tags.GreenPaletteColorLookupTableData, "", level => IsPalette(level) == true && !level.Has(Tags.SegmentedGreenPaletteColorLookupTableData)),
        (Tags.BluePaletteColorLookupTableData, "", level => IsPalette(level) == true && !level.Has(Tags.SegmentedBluePaletteColorLookupTableData)),
        (Tags.PixelData, "", level => !level.Has(Tags.PixelDataProviderURL)),
        (Tags.PixelDataProviderURL, "", _ => false), // wanted where Pixel Data is not, and of that Pixel Data tells
        (Tags.PixelPaddingValue, "", level => level.Has(Tags.PixelPaddingRangeLimit)),
        (Tags.ExtendedOffsetTableLengths, "", level => level.Has(Tags.ExtendedOffsetTable)),
        (Tags.LossyImageCompressionRatio, "", level => level.DataSet.GetString(Tags.LossyImageCompression) == "01"),
        (Tags.LossyImageCompressionMethod, "", level => level.DataSet.GetString(Tags.LossyImageCompression) == "01"),
    ];

    private static IEnumerable<(Tag, string, Func<Level, bool?>)> OfImages() =>
    [
        (Tags.FrameIncrementPointer, "", level => level.DataSet.GetInt(Tags.NumberOfFrames) > 1),
        (Tags.FrameTime, "", level => FramesGoBy(level.DataSet, Tags.FrameTime)),
        (Tags.FrameTimeVector, "", level => FramesGoBy(level.DataSet, Tags.FrameTimeVector)),
        (Tags.WindowCenter, "Table C.11-2b", level => !level.Has(Tags.VOILUTSequence)),
        (Tags.WindowWidth, "Table C.11-2b", level => level.Has(Tags.WindowCenter)),
        (Tags.VOILUTSequence, "Table C.11-2b", level => !level.Has(Tags.WindowCenter)),
        (Tags.ModalityLUTSequence, "Table C.11-1b", level => !level.Has(Tags.RescaleIntercept)),
        (Tags.RescaleIntercept, "Table C.11-1b", level => !level.Has(Tags.ModalityLUTSequence)),
        (Tags.RescaleSlope, "Table C.11-1b", level => level.Has(Tags.RescaleIntercept)),
        (Tags.InversionTime, "", level => Array.IndexOf(level.DataSet.GetStrings(Tags.ScanningSequence), "IR") >= 0 ? true : null),
        (Tags.RepetitionTime, "", NeedsRepetitionTime),
        (Tags.PatientOrientation, "C.7.6.1", NeedsPatientOrientation),
        (Tags.Laterality, "C.7.3.1", level => IsPairedPart(level) && !level.Has(Tags.ImageLaterality) && !level.Has(Tags.FrameLaterality) && !level.Has(Tags.MeasurementLaterality) ? true : null),
        (Tags.PerFrameFunctionalGroupsSequence, "", level => level.DataSet.GetString(Tags.DimensionOrganizationType) == "TILED_FULL" ? null : true),
        (Tags.DimensionIndexSequence, "", level => level.DataSet.GetString(Tags.DimensionOrganizationType) == "TILED_FULL" ? null : true),
        (Tags.PatientPosition, "C.7.3.1", level => !level.Has(Tags.PatientOrientationCodeSequence) && level.DataSet.GetUid(Tags.SOPClassUID) is { } uid && WithPatientPosition.Contains(uid)),
        (Tags.PresentationPixelAspectRatio, "", level => !level.Has(Tags.PresentationPixelSpacing)),
        (Tags.PresentationPixelSpacing, "", level => level.DataSet.GetString(Tags.PresentationSizeMode) == "TRUE SIZE" ? true : null),
        (Tags.RescaleIntercept, "C.8.6.3", IsGrayscale),
        (Tags.RescaleSlope, "C.8.6.3", IsGrayscale),
        (Tags.RescaleType, "C.8.6.3", IsGrayscale),
        (Tags.PresentationLUTShape, "C.8.6.3", IsGrayscale),
        (Tags.PresentationLUTShape, "C.8.13", level => level.DataSet.GetString(Tags.PhotometricInterpretation) == "MONOCHROME2"),
        (Tags.PresentationLUTShape, "C.8.15", level => level.DataSet.GetString(Tags.PhotometricInterpretation) == "MONOCHROME2"),
        (Tags.RescaleIntercept, "C.8.12.4", IsGrayscale),
        (Tags.RescaleSlope, "C.8.12.4", IsGrayscale),
        (Tags.PresentationLUTShape, "C.8.12.4", IsGrayscale),
        (Tags.WindowCenter, "C.8.11", level => IsForPresentation(level) && !level.Has(Tags.VOILUTSequence)),
        (Tags.WindowWidth, "C.8.11", level => level.Has(Tags.WindowCenter)),
        (Tags.VOILUTSequence, "C.8.11", level => IsForPresentation(level) && !level.Has(Tags.WindowCenter)),
        (Tags.ChannelTimeSkew, "", level => !level.Has(Tags.ChannelSampleSkew)),
        (Tags.ChannelSampleSkew, "", level => !level.Has(Tags.ChannelTimeSkew)),
        (Tags.StageNumber, "", level => level.Has(Tags.StageName) ? true : null),
    ];

    /// <summary>PS3.3 §8.8 and Table 8.8-1.</summary>
    private static IEnumerable<(Tag, string, Func<Level, bool?>)> OfCodes() =>
    [
        (Tags.CodeValue, "", level => !level.Has(Tags.LongCodeValue) && !level.Has(Tags.URNCodeValue)),
        (Tags.CodingSchemeDesignator, "", level => level.Has(Tags.CodeValue) || level.Has(Tags.LongCodeValue)),
        (Tags.LongCodeValue, "", _ => false),
        (Tags.URNCodeValue, "", _ => false),
        (Tags.MappingResource, "", level => level.Has(Tags.ContextIdentifier)),
        (Tags.ContextGroupVersion, "", level => level.Has(Tags.ContextIdentifier)),
        (Tags.ContextGroupLocalVersion, "", level => level.DataSet.GetString(Tags.ContextGroupExtensionFlag) == "Y"),
        (Tags.ContextGroupExtensionCreatorUID, "", level => level.DataSet.GetString(Tags.ContextGroupExtensionFlag) == "Y"),
    ];

    /// <summary>PS3.3 §C.17.3 and §C.18: what the value type of a content item asks for.</summary>
    private static IEnumerable<(Tag, string, Func<Level, bool?>)> OfContent() =>
    [
        (Tags.TextValue, "", level => IsContent(level, "TEXT")),
        (Tags.ConceptCodeSequence, "", level => IsContent(level, "CODE")),
        (Tags.DateTime, "", level => IsContent(level, "DATETIME")),
        (Tags.Date, "", level => IsContent(level, "DATE")),
        (Tags.Time, "", level => IsContent(level, "TIME")),
        (Tags.PersonName, "", level => IsContent(level, "PNAME")),
        (Tags.UID, "", level => IsContent(level, "UIDREF")),
        (Tags.ContinuityOfContent, "", level => IsContent(level, "CONTAINER")),
        (Tags.ReferencedSOPSequence, "C.18", level => IsContent(level, "IMAGE", "COMPOSITE", "WAVEFORM")),
        (Tags.GraphicData, "C.18", level => IsContent(level, "SCOORD", "SCOORD3D")),
        (Tags.ConceptNameCodeSequence, "", level => IsContent(level, "TEXT", "NUM", "CODE", "DATETIME", "DATE", "TIME", "UIDREF", "PNAME")),
        (Tags.MeasuredValueSequence, "C.18", level => IsContent(level, "NUM")),
        (Tags.GraphicType, "C.18", level => IsContent(level, "SCOORD", "SCOORD3D")),
        (Tags.ReferencedFrameOfReferenceUID, "C.18", level => IsContent(level, "SCOORD3D")),
        (Tags.TemporalRangeType, "C.18", level => IsContent(level, "TCOORD")),
        (Tags.TabulatedValuesSequence, "C.18", level => IsContent(level, "TABLE")),
        (Tags.VerifyingObserverSequence, "", level => level.DataSet.GetString(Tags.VerificationFlag) == "VERIFIED"),
    ];

    private static IEnumerable<(Tag, string, Func<Level, bool?>)> OfIdentity() =>
    [
        (Tags.DeidentificationMethod, "", level => level.DataSet.GetString(Tags.PatientIdentityRemoved) == "YES" && !level.Has(Tags.DeidentificationMethodCodeSequence)),
        (Tags.DeidentificationMethodCodeSequence, "", level => level.DataSet.GetString(Tags.PatientIdentityRemoved) == "YES" && !level.Has(Tags.DeidentificationMethod)),
        (Tags.ClinicalTrialSubjectID, "", level => !level.Has(Tags.ClinicalTrialSubjectReadingID)),
        (Tags.ClinicalTrialSubjectReadingID, "", level => !level.Has(Tags.ClinicalTrialSubjectID)),
        (Tags.UniversalEntityIDType, "", level => level.Has(Tags.UniversalEntityID)),
    ];

    private static bool? IsPalette(Level level) => level.DataSet.GetString(Tags.PhotometricInterpretation) == "PALETTE COLOR" ? true
        : level.DataSet.GetString(Tags.PixelPresentation) is "COLOR" or "MIXED" ? null : false;

    private static bool? IsGrayscale(Level level) => level.DataSet.GetString(Tags.PhotometricInterpretation) == "MONOCHROME2" && level.DataSet.GetInt(Tags.BitsStored) > 1;

    private static bool IsForPresentation(Level level) => level.DataSet.GetString(Tags.PresentationIntentType) == "FOR PRESENTATION";

    private static bool FramesGoBy(DataSet dataSet, Tag tag) => dataSet.GetInt(Tags.FrameIncrementPointer) == tag.Value;

    /// <summary>An item that refers to another one by its identifier has no value type, and no value.</summary>
    private static bool? IsContent(Level level, params ReadOnlySpan<string> types) =>
        level.DataSet.GetString(Tags.ValueType) is { } type ? types.Contains(type) : level.Has(Tags.ReferencedContentItemIdentifier) ? false : null;

    private static bool IsPairedPart(Level level) => level.DataSet.GetString(Tags.BodyPartExamined) is { } part && PairedParts.Contains(part);

    /// <summary>Table C.8-4: except for echo planar that is not segmented k-space.</summary>
    private static bool? NeedsRepetitionTime(Level level)
    {
        var isEchoPlanar = Array.IndexOf(level.DataSet.GetStrings(Tags.ScanningSequence), "EP") >= 0;
        return !isEchoPlanar || Array.IndexOf(level.DataSet.GetStrings(Tags.SequenceVariant), "SK") >= 0;
    }

    /// <summary>Table C.7-9: where the image does not have to tell its place in the patient.</summary>
    private static bool? NeedsPatientOrientation(Level level)
    {
        if (level.Rules?.Demands(Tags.ImageOrientationPatient) == true) return false;
        return level.Has(Tags.ImageOrientationPatient) || level.Has(Tags.ImageOrientationSlide) || level.Has(Tags.SharedFunctionalGroupsSequence)
            || level.Has(Tags.DetectorInformationSequence) ? null : true;
    }
}
