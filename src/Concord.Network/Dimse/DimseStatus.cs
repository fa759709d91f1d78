using Concord.Dicom.DataElements;

namespace Concord.Network.Dimse;

/// <summary>The status of a DIMSE response (PS3.7 §C) with what explains it.</summary>
/// <param name="Code">Status (0000,0900).</param>
/// <param name="ErrorComment">Error Comment (0000,0902), at most 64 characters; names tags, never values.</param>
/// <param name="OffendingElements">Offending Element (0000,0901).</param>
public sealed record DimseStatus(ushort Code, string? ErrorComment = null, IReadOnlyList<Tag>? OffendingElements = null)
{
    public static DimseStatus Success { get; } = new(0x0000);

    public static DimseStatus Pending { get; } = new(0xFF00);

    /// <summary>Pending, but an optional key was not supported (PS3.4 §C.4.1.1.4).</summary>
    public static DimseStatus PendingWithWarning { get; } = new(0xFF01);

    public static DimseStatus Cancel { get; } = new(0xFE00);

    public bool IsSuccess => Code == 0;

    public bool IsPending => Code is 0xFF00 or 0xFF01;

    /// <summary>PS3.7 §C.1: 0001, Bxxx and the attribute warnings 0107, 0116.</summary>
    public bool IsWarning => Code is 0x0001 or 0x0107 or 0x0116 || (Code & 0xF000) == 0xB000;

    public bool IsFailure => !IsSuccess && !IsPending && !IsWarning && Code != 0xFE00;
}
