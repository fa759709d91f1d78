using System.Buffers;
using System.Buffers.Binary;
using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Receive;

/// <summary>The file of one object that is too large for memory, or came when memory was spent: what was received from <see cref="DataStart"/> on,
/// and, once it is whole and kept, a record at the front and Concord's File Meta Information right before the data set.</summary>
/// <remarks>Front: magic 8 bytes, bundle id i64, offset of the Part 10 object u32, its length i64, its CRC-32 u32, length of the record u16, the
/// record, CRC-32 of all that. A front that does not check belongs to an object that was never acknowledged. One writer.</remarks>
internal sealed class SpoolFile : IDisposable
{
    /// <summary>Where received bytes begin.</summary>
    public const int DataStart = 16 << 10;

    private const int FixedFrontLength = 34;
    private readonly Disk _disk;
    private readonly DiskFile _file;

    private SpoolFile(Disk disk, DiskFile file, long number) => (_disk, _file, Number) = (disk, file, number);

    public long Number { get; }

    public string Path => _file.Path;

    /// <summary>Bytes received so far.</summary>
    public long Received { get; private set; }

    /// <summary>What the front says; null until the object is whole and kept.</summary>
    public SpoolFront? Front { get; private set; }

    private static ReadOnlySpan<byte> Magic => "CNCSPOOL"u8;

    public static SpoolFile Create(DataFolder folder, Disk disk, long number) => new(disk, disk.Create(folder.SpoolPathOf(number)), number);

    /// <summary>A spool file left by an earlier run; <see cref="Front"/> is null when its object was not whole.</summary>
    public static SpoolFile OpenExisting(DataFolder folder, Disk disk, long number)
    {
        var spool = new SpoolFile(disk, disk.OpenExisting(folder.SpoolPathOf(number)), number);
        spool.Received = Math.Max(0, spool._file.Length - DataStart);
        spool.Front = ReadFront(spool._file.Handle);
        return spool;
    }

    public void Append(IReadOnlyList<ReadOnlyMemory<byte>> bytes)
    {
        _disk.CheckRoom(Path);
        _file.Append(bytes, DataStart + Received);
        foreach (var piece in bytes) Received += piece.Length;
    }

    public int Read(Span<byte> into, long offset) => _file.Read(into, DataStart + offset);

    /// <summary>Reads from the file as it lies, for joining its bundle.</summary>
    public int ReadRaw(Span<byte> into, long fileOffset) => _file.Read(into, fileOffset);

    public void SyncData() => _file.SyncData();

    /// <summary>Makes the object whole: File Meta before its data set, the record at the front; durable on return. The data was synced before.</summary>
    public void Complete(long bundleId, EntryRecord record, ReadOnlySpan<byte> partTenFront, long dataSetOffset, long dataSetLength, uint crc)
    {
        var start = checked((int)(DataStart + dataSetOffset - partTenFront.Length));
        var front = new SpoolFront(bundleId, record, start, partTenFront.Length + dataSetLength, crc);
        _file.Write(partTenFront, start);
        _file.SyncData();
        var bytes = ArrayPool<byte>.Shared.Rent(FixedFrontLength + EntryRecordCodec.MaxLength + 4);
        var length = WriteFront(bytes, front);
        _file.Write(bytes.AsSpan(0, length), 0);
        ArrayPool<byte>.Shared.Return(bytes);
        _file.SyncData();
        _disk.SyncFolder(System.IO.Path.GetDirectoryName(Path)!);
        Front = front;
    }

    /// <summary>Closes a file without a right front: deleted when its front was never written (an object that broke off), else moved out of the way.</summary>
    public void SetAside(DataFolder folder)
    {
        Span<byte> start = stackalloc byte[FixedFrontLength];
        var isUntouched = start[.._file.Read(start, 0)].IndexOfAnyExcept((byte)0) < 0;
        _file.Dispose();
        if (isUntouched) _disk.Delete(Path);
        else _disk.Rename(Path, System.IO.Path.Combine(folder.Aside, $"spool-{Number}.bin"));
    }

    /// <summary>Closes and deletes: the object was not kept, or has joined its bundle.</summary>
    public void Delete()
    {
        _file.Dispose();
        _disk.Delete(Path);
    }

    public void Dispose() => _file.Dispose();

    private static int WriteFront(Span<byte> into, SpoolFront front)
    {
        Magic.CopyTo(into);
        BinaryPrimitives.WriteInt64LittleEndian(into[8..], front.BundleId);
        BinaryPrimitives.WriteInt32LittleEndian(into[16..], front.PartTenOffset);
        BinaryPrimitives.WriteInt64LittleEndian(into[20..], front.PartTenLength);
        BinaryPrimitives.WriteUInt32LittleEndian(into[28..], front.Crc);
        var length = EntryRecordCodec.Write(into[FixedFrontLength..], front.Record);
        BinaryPrimitives.WriteUInt16LittleEndian(into[32..], (ushort)length);
        length += FixedFrontLength;
        BinaryPrimitives.WriteUInt32LittleEndian(into[length..], Crc32.Append(0, into[..length]));
        return length + 4;
    }

    /// <summary>What the front of a spool file says; null when its object is not whole, or was never kept. Blocking.</summary>
    internal static SpoolFront? ReadFront(SafeFileHandle file)
    {
        var bytes = new byte[FixedFrontLength + EntryRecordCodec.MaxLength + 4].AsSpan();
        bytes = bytes[..RandomAccess.Read(file, bytes, 0)];
        if (bytes.Length < FixedFrontLength || !bytes.StartsWith(Magic)) return null;
        var end = FixedFrontLength + BinaryPrimitives.ReadUInt16LittleEndian(bytes[32..]);
        if (bytes.Length < end + 4 || Crc32.Append(0, bytes[..end]) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[end..])) return null;
        if (!EntryRecordCodec.TryRead(bytes[FixedFrontLength..end], out var record)) return null;
        var front = new SpoolFront(BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]), record!, BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[20..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[28..]));
        return front.PartTenOffset > 0 && front.PartTenLength > 0 && front.PartTenOffset + front.PartTenLength <= RandomAccess.GetLength(file) ? front : null;
    }
}
