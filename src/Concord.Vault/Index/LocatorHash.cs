using Concord.Dicom.DataElements;

namespace Concord.Vault.Index;

/// <summary>The locator's 64-bit hash of a UID: FNV-1a over its ASCII characters, then the finalizer of MurmurHash3 so that near UIDs part.</summary>
/// <remarks>Stored on disk: it must never change. Different UIDs may share a hash; who looks up verifies against the full UID.</remarks>
internal static class LocatorHash
{
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static long Of(Uid uid) => Of(uid.ToString());

    public static long Of(ReadOnlySpan<char> text)
    {
        var hash = OffsetBasis;
        foreach (var c in text) hash = (hash ^ c) * Prime;
        return (long)Mix(hash);
    }

    /// <summary>Continues a hash over raw bytes; not stored, for comparing within a run.</summary>
    public static ulong Continue(ulong hash, ReadOnlySpan<byte> bytes)
    {
        if (hash == 0) hash = OffsetBasis;
        foreach (var b in bytes) hash = (hash ^ b) * Prime;
        return (hash ^ 0xFF) * Prime; // an end mark: "a","b" is not "ab",""
    }

    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
