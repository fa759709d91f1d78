namespace Concord.Vault.Bundles;

/// <summary>Offsets of objects that wait in spool files for their bundle to be sealed: a flag, the object's place among the bundle's spooled ones, the
/// offset in its spool file. They stay readable after the object has joined its bundle.</summary>
internal static class SpoolOffset
{
    private const long Flag = 1L << 62;
    private const int PlaceShift = 40;

    /// <summary>Most spooled objects of one open bundle, and largest object (1 TiB).</summary>
    public const int MaxPlaces = 1 << 21;

    public static bool Is(long offset) => (offset & Flag) != 0;

    public static long Of(int place, long offset) => Flag | ((long)place << PlaceShift) | offset;

    public static int PlaceOf(long offset) => (int)((offset & ~Flag) >> PlaceShift);

    public static long InFile(long offset) => offset & ((1L << PlaceShift) - 1);
}
