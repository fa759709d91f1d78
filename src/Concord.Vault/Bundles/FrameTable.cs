namespace Concord.Vault.Bundles;

/// <summary>Where the frames of one instance lie in its bundle file: to be opened with <see cref="BundleReader.Open"/>.</summary>
/// <param name="PixelData">The value of Pixel Data (or Float / Double Float Pixel Data); for encapsulated data from the Basic Offset Table item to the end of the last fragment.</param>
/// <param name="NativeFrameBits">Bits of one native frame; 0 when encapsulated. Frames of 1-bit images need not start on a byte.</param>
/// <param name="Fragments">Encapsulated: for each frame its fragments' values, in order (PS3.5 §A.4). Empty for native.</param>
public sealed record FrameTable(ByteRange PixelData, int NumberOfFrames, long NativeFrameBits, IReadOnlyList<IReadOnlyList<ByteRange>> Fragments)
{
    public bool IsEncapsulated => NativeFrameBits == 0;
}
