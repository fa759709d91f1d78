using Concord.Dicom.DataElements;

namespace Concord.Dicom.Encoding;

/// <summary>Bytes that are not what PS3.5 or PS3.10 says they should be. The message names tag and offset, never a value.</summary>
public sealed class DicomFormatException(string message, Tag? tag = null, long offset = -1) : FormatException(message)
{
    /// <summary>The element at fault, where one is known.</summary>
    public Tag? Tag { get; } = tag;

    /// <summary>Bytes from the start of what was read, or -1.</summary>
    public long Offset { get; } = offset;
}
