namespace Concord.Vault.Bundles;

/// <summary>Offsets of bytes that lie nowhere: those of an object as it was before it was compressed at rest. A flag, the object's place in its bundle (in arrival order), the
/// offset in the Part 10 object. Who reads there is given what is restored.</summary>
internal static class OriginalOffset
{
    private const long Flag = 1L << 61;
    private const int PlaceShift = 40;

    /// <summary>Objects of a bundle whose originals can be named: none behind them is compressed.</summary>
    public const int MaxPlaces = 1 << 21;

    /// <summary>No original is longer.</summary>
    public const long MaxLength = 1L << PlaceShift;

    public static bool Is(long offset) => (offset & (3L << 61)) == Flag;

    public static long Of(int place, long offset) => Flag | ((long)place << PlaceShift) | offset;

    public static int PlaceOf(long offset) => (int)((offset & ~Flag) >> PlaceShift);

    public static long InObject(long offset) => offset & ((1L << PlaceShift) - 1);
}
