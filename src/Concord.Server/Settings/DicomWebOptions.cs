using System.ComponentModel.DataAnnotations;

namespace Concord.Server.Settings;

/// <summary>DICOMweb under <c>/dicom-web</c> (section <c>DicomWeb</c>).</summary>
public sealed record DicomWebOptions
{
    /// <summary>Most results of one search, also when no limit is asked for.</summary>
    [Range(1, 1_000_000)] public int MaxResults { get; init; } = 10_000;

    /// <summary>Most bytes of the header fields of one part.</summary>
    [Range(256, 1 << 20)] public int MaxPartHeaderBytes { get; init; } = 16 << 10;

    /// <summary>Most parts of one store request.</summary>
    [Range(1, int.MaxValue)] public int MaxParts { get; init; } = 100_000;

    /// <summary>Most bytes of metadata in one store request of metadata and bulk data; they are held in memory.</summary>
    [Range(1 << 16, 1 << 30)] public int MaxMetadataBytes { get; init; } = 64 << 20;

    /// <summary>Most bytes that the compressed body of one store request (Content-Encoding) may become.</summary>
    [Range(1 << 20, 1e14)] public long MaxInflatedBytes { get; init; } = 16L << 30;

    /// <summary>Largest object of a store request, bytes; a longer one ends the request and nothing of it is kept.</summary>
    [Range(1 << 20, 1e14)] public long MaxObjectBytes { get; init; } = 64L << 30;

    /// <summary>Largest object, bytes, that is put into another native transfer syntax on the way out; it is held in memory while that is done.</summary>
    [Range(1 << 16, 1 << 30)] public int MaxReencodeBytes { get; init; } = 256 << 20;

    /// <summary>Most extended query tags that there may be; each costs a row of the index for a series, or for an instance.</summary>
    [Range(0, 128)] public int MaxExtendedTags { get; init; } = 32;

    /// <summary>Objects put into another native transfer syntax at once, and small compressed ones that are decoded or compressed anew.</summary>
    [Range(1, 64)] public int MaxReencodings { get; init; } = 2;
}
