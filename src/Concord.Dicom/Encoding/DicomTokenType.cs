namespace Concord.Dicom.Encoding;

/// <summary>What <see cref="DicomTokenReader"/> stands on.</summary>
public enum DicomTokenType
{
    None,

    /// <summary>An element with a plain value; the value comes with <see cref="DicomTokenReader.TryReadValue"/> or is passed over.</summary>
    Element,
    SequenceStart,
    SequenceEnd,
    ItemStart,
    ItemEnd,

    /// <summary>Encapsulated pixel data begins (PS3.5 §A.4).</summary>
    FragmentsStart,

    /// <summary>One fragment, the first being the Basic Offset Table; read like an element's value.</summary>
    Fragment,
    FragmentsEnd,
}
