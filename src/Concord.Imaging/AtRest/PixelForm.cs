namespace Concord.Imaging.AtRest;

/// <summary>How the bytes of the original pixel data differ from the samples that are decoded.</summary>
[Flags]
internal enum PixelForm : byte
{
    /// <summary>Little endian, unsigned samples with zeros and signed ones with their sign above Bits Stored.</summary>
    AsDecoded = 0,

    /// <summary>Zeros above Bits Stored of signed samples too.</summary>
    Masked = 1,

    /// <summary>Each two bytes change places: OW in big endian.</summary>
    Swapped = 2,
}
