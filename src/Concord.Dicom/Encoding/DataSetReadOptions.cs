using Concord.Dicom.DataElements;

namespace Concord.Dicom.Encoding;

/// <summary>Bounds of reading a data set.</summary>
public sealed record DataSetReadOptions
{
    public static DataSetReadOptions Default { get; } = new();

    /// <summary>Reading ends before the first element at the top level whose tag is not below this one.</summary>
    public Tag? StopAt { get; init; }

    /// <summary>Values longer than this, bytes, are skipped: the element is left out. Null keeps all.</summary>
    public long? SkipValuesOver { get; init; }

    /// <summary>Deepest nesting of sequences.</summary>
    public int MaxDepth { get; init; } = 128;

    /// <summary>Most bytes that a Deflated data set may inflate to.</summary>
    public long MaxInflatedBytes { get; init; } = 1L << 30;
}
