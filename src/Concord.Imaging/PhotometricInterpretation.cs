namespace Concord.Imaging;

/// <summary>What the samples of a pixel mean (PS3.3 §C.7.6.3.1.2), Photometric Interpretation (0028,0004).</summary>
public enum PhotometricInterpretation
{
    /// <summary>None of the standard's terms.</summary>
    Unknown = 0,
    Monochrome1,
    Monochrome2,
    PaletteColor,
    Rgb,
    YbrFull,
    YbrFull422,
    YbrPartial420,
    YbrPartial422,
    YbrIct,
    YbrRct,
    Xyb,
}
