namespace Concord.Imaging;

/// <summary>What a sample is: which of the three pixel data elements an object has (PS3.3 §C.7.6.3, §C.7.6.24, §C.7.6.25).</summary>
public enum SampleKind
{
    /// <summary>Pixel Data (7FE0,0010).</summary>
    Integer,

    /// <summary>Float Pixel Data (7FE0,0008), 32 bits.</summary>
    Float,

    /// <summary>Double Float Pixel Data (7FE0,0009), 64 bits.</summary>
    Double,
}
