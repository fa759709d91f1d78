using Concord.Dicom.DataElements;

namespace Concord.Vault.Bundles;

/// <summary>An entry with its head and the place of its pixel data: all that frames need (PS3.5 §8, §A.4).</summary>
/// <param name="Head">Everything before Pixel Data, values over 64 KiB left out.</param>
/// <param name="PixelData">(7FE0,0010), (7FE0,0008) or (7FE0,0009), or default when there is none, or it lies in a deflated stream.</param>
/// <param name="PixelDataOffset">In the bundle file, of the value's first byte: the first pixel, or the Basic Offset Table's item tag; -1 when there is none.</param>
/// <param name="PixelDataLength">Bytes of a native value; -1 for fragments, which end at their delimiter.</param>
public sealed record EntryHead(BundleEntry Entry, DataSet Head, Tag PixelData, long PixelDataOffset, long PixelDataLength);
