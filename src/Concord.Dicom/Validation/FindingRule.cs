namespace Concord.Dicom.Validation;

/// <summary>What a finding is about.</summary>
public enum FindingRule
{
    /// <summary>An attribute of type 1, or of 1C whose condition holds, is not there (PS3.5 §7.4.1).</summary>
    MissingType1,

    /// <summary>An attribute of type 1 or 1C has no value.</summary>
    EmptyType1,

    /// <summary>An attribute of type 2, or of 2C whose condition holds, is not there (PS3.5 §7.4.3).</summary>
    MissingType2,

    /// <summary>An attribute of type 1C or 2C is not there, and what its condition speaks of is: whether it holds cannot be told.</summary>
    ConditionalMissing,

    /// <summary>A standard attribute that no module of the IOD has: a Standard Extended SOP Class (PS3.2 §3.11.2).</summary>
    NotInIod,

    /// <summary>A value that is none of the enumerated ones (PS3.5 §6.3).</summary>
    EnumeratedValue,

    /// <summary>A value that is none of the defined terms; others are allowed.</summary>
    DefinedTerm,

    /// <summary>A value representation that the data dictionary does not give the element (PS3.6 §6).</summary>
    VrMismatch,

    /// <summary>A value that its representation does not allow: repertoire, length or form (PS3.5 §6.2).</summary>
    VrValue,

    /// <summary>More or fewer values than the data dictionary says (PS3.5 §6.4).</summary>
    Multiplicity,

    /// <summary>More or fewer items than the module says.</summary>
    ItemCount,

    /// <summary>No Storage SOP Class that is known: only values are looked at.</summary>
    UnknownSopClass,

    /// <summary>A tag that stands twice in one data set (PS3.5 §7.1).</summary>
    DuplicateTag,

    /// <summary>A tag that stands behind a higher one (PS3.5 §7.1).</summary>
    TagOrder,

    /// <summary>A value of odd length (PS3.5 §7.1.1).</summary>
    OddLength,

    /// <summary>A private element whose block nobody has reserved, or that cannot be in a block (PS3.5 §7.8.1).</summary>
    PrivateCreator,

    /// <summary>File Meta Information that is absent, incomplete or contradicts the data set (PS3.10 §7.1).</summary>
    FileMeta,
}
