using Concord.Dicom.Encoding;

namespace Concord.Vault.Bundles;

/// <summary>What an object was before it was compressed at rest, and where that lies which gives it back.</summary>
/// <param name="TransferSyntax">In which it came.</param>
/// <param name="PartTenLength">Bytes of the Part 10 object that it was.</param>
/// <param name="FrontLength">Bytes of preamble and File Meta Information of that.</param>
/// <param name="Sha256">Of that whole Part 10 object.</param>
/// <param name="Recipe">Bytes of the recipe in the bundle file.</param>
/// <param name="RecipeCrc">CRC-32 of the recipe.</param>
internal sealed record OriginalForm(TransferSyntax TransferSyntax, long PartTenLength, int FrontLength, ReadOnlyMemory<byte> Sha256, ByteRange Recipe, uint RecipeCrc);
