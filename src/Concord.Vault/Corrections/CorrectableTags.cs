using System.Collections.Frozen;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Index;

namespace Concord.Vault.Corrections;

/// <summary>The attributes that a correction may set: those that describe patient, study and series. What identifies an object, or says what was done to its pixels, stays.</summary>
public static class CorrectableTags
{
    private static readonly FrozenSet<Tag> Fixed = FrozenSet.Create(
        Tags.StudyInstanceUID, Tags.SeriesInstanceUID, Tags.FrameOfReferenceUID, Tags.TreatmentSessionUID, Tags.DeviceUID, Tags.Modality, Tags.TimezoneOffsetFromUTC,
        Tags.PatientIdentityRemoved, Tags.DeidentificationMethod, Tags.BurnedInAnnotation, Tags.ReferencedPatientSequence, Tags.ReferencedStudySequence,
        Tags.ReferencedPerformedProcedureStepSequence, Tags.PregnancyStatus);

    /// <summary>Of a patient and a study: they hold for all series of it.</summary>
    public static FrozenSet<Tag> OfStudy { get; } = LevelTags.Patient.Concat(LevelTags.Study).Except(Fixed).ToFrozenSet();

    /// <summary>Of a series.</summary>
    public static FrozenSet<Tag> OfSeries { get; } = LevelTags.Series.Except(Fixed).ToFrozenSet();
}
