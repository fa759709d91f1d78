using System.Buffers.Binary;
using Concord.Vault.Blobs;
using Concord.Vault.Index;

namespace Concord.Vault.Lifecycle;

/// <summary>How far into the facts log the index is known to be: sixteen bytes, the offset, the index's schema version and a CRC-32 of both. Lost or torn, or of an index
/// that kept less of the facts, all are replayed, which does no harm.</summary>
internal static class FactsMark
{
    private const int Length = 16;

    /// <summary>The offset; 0 when the mark is missing, damaged or beyond the log.</summary>
    public static long Read(DataFolder folder, long end)
    {
        if (!File.Exists(folder.FactsMark)) return 0;
        var bytes = File.ReadAllBytes(folder.FactsMark);
        if (bytes.Length != Length || Crc32.Append(0, bytes.AsSpan(0, 12)) != BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(12))) return 0;
        if (BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8)) != Schema.Version) return 0;
        var offset = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        return offset >= 0 && offset <= end ? offset : 0;
    }

    /// <summary>The index starts anew: all facts are to be replayed.</summary>
    public static void Clear(DataFolder folder, Disk disk)
    {
        if (File.Exists(folder.FactsMark)) disk.Delete(folder.FactsMark);
    }

    /// <summary>Called when the index has committed every fact up to <paramref name="offset"/>.</summary>
    public static void Write(DataFolder folder, Disk disk, long offset)
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, offset);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Schema.Version);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), Crc32.Append(0, bytes.AsSpan(0, 12)));
        disk.Replace(folder.FactsMark, bytes);
    }
}
