using Concord.Dicom.Encoding;

namespace Concord.Vault.Compression;

/// <summary>An object as it is to be kept: a Part 10 object like any other, and beside it what gives the original back.</summary>
/// <param name="FrontLength">Bytes of preamble and File Meta Information in <paramref name="PartTen"/>.</param>
/// <param name="TransferSyntax">Of <paramref name="PartTen"/>.</param>
public sealed record CompressedObject(ReadOnlyMemory<byte> PartTen, int FrontLength, TransferSyntax TransferSyntax, ReadOnlyMemory<byte> Recipe);
