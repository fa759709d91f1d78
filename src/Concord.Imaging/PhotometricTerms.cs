namespace Concord.Imaging;

/// <summary>Photometric Interpretation as its value in a data set.</summary>
public static class PhotometricTerms
{
    private static readonly (string Term, PhotometricInterpretation Value)[] Terms =
    [
        ("MONOCHROME1", PhotometricInterpretation.Monochrome1), ("MONOCHROME2", PhotometricInterpretation.Monochrome2),
        ("PALETTE COLOR", PhotometricInterpretation.PaletteColor), ("RGB", PhotometricInterpretation.Rgb),
        ("YBR_FULL", PhotometricInterpretation.YbrFull), ("YBR_FULL_422", PhotometricInterpretation.YbrFull422),
        ("YBR_PARTIAL_420", PhotometricInterpretation.YbrPartial420), ("YBR_PARTIAL_422", PhotometricInterpretation.YbrPartial422),
        ("YBR_ICT", PhotometricInterpretation.YbrIct), ("YBR_RCT", PhotometricInterpretation.YbrRct), ("XYB", PhotometricInterpretation.Xyb),
    ];

    /// <summary>The interpretation a value names; <see cref="PhotometricInterpretation.Unknown"/> for any other text.</summary>
    public static PhotometricInterpretation Parse(string? term)
    {
        foreach (var (name, value) in Terms)
            if (name == term) return value;
        return PhotometricInterpretation.Unknown;
    }

    extension(PhotometricInterpretation photometric)
    {
        /// <summary>The standard's term.</summary>
        /// <exception cref="ArgumentOutOfRangeException">It is <see cref="PhotometricInterpretation.Unknown"/>.</exception>
        public string Term
        {
            get
            {
                foreach (var (name, value) in Terms)
                    if (value == photometric) return name;
                throw new ArgumentOutOfRangeException(nameof(photometric));
            }
        }

        /// <summary>One sample a pixel that is a shade of gray.</summary>
        public bool IsMonochrome => photometric is PhotometricInterpretation.Monochrome1 or PhotometricInterpretation.Monochrome2;
    }
}
