using System.Buffers.Binary;

namespace Concord.Vault.Bundles;

/// <summary>The parts of the ZIP format that bundles use (PKWARE APPNOTE 4.3, 4.5.3): entries stored, Zip64 where a number needs it.</summary>
public static class ZipFormat
{
    public const uint LocalSignature = 0x04034B50;
    public const uint CentralSignature = 0x02014B50;
    public const uint EndSignature = 0x06054B50;
    public const uint Zip64EndSignature = 0x06064B50;
    public const uint Zip64LocatorSignature = 0x07064B50;
    public const int LocalFixedLength = 30;
    public const int CentralFixedLength = 46;
    public const int EndLength = 22;
    public const int Zip64EndLength = 56;
    public const int Zip64LocatorLength = 20;

    /// <summary>Extra field of Zip64 sizes and offsets.</summary>
    public const ushort Zip64ExtraId = 0x0001;

    /// <summary>Concord's own extra field: an <see cref="EntryRecord"/> and a CRC-32 of the whole local header before that CRC.</summary>
    public const ushort RecordExtraId = 0xD1C0;

    /// <summary>CRC-32 and sizes follow the bytes (general purpose bit 3).</summary>
    public const ushort DescriptorFlag = 8;

    private const ushort VersionStored = 20;
    private const ushort VersionZip64 = 45;

    /// <summary>1 January 1980: DOS time of every entry, so that a bundle depends on nothing but what came; arrival times are in the records.</summary>
    private const uint DosTime = 0x00210000;

    public static bool NeedsZip64(long value) => value >= uint.MaxValue;

    /// <summary>The fixed part of a local header; sizes go to the Zip64 field when one needs it.</summary>
    public static void WriteLocal(Span<byte> into, uint crc, long size, int nameLength, int extraLength, ushort flags = 0)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(into, LocalSignature);
        BinaryPrimitives.WriteUInt16LittleEndian(into[4..], NeedsZip64(size) ? VersionZip64 : VersionStored);
        WriteCommon(into[6..], crc, size, nameLength, extraLength, flags);
    }

    /// <summary>A central directory header with its name and, where needed, its Zip64 field. Returns the bytes written.</summary>
    public static int WriteCentral(Span<byte> into, ReadOnlySpan<byte> name, uint crc, long size, long localOffset, ushort flags = 0)
    {
        var bigSize = NeedsZip64(size);
        var bigOffset = NeedsZip64(localOffset);
        var extra = (bigSize ? 16 : 0) + (bigOffset ? 8 : 0);
        if (extra > 0) extra += 4;
        into[..CentralFixedLength].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(into, CentralSignature);
        BinaryPrimitives.WriteUInt16LittleEndian(into[4..], 0x0300 | VersionZip64); // made by: UNIX
        BinaryPrimitives.WriteUInt16LittleEndian(into[6..], extra > 0 ? VersionZip64 : VersionStored);
        WriteCommon(into[8..], crc, size, name.Length, extra, flags);
        BinaryPrimitives.WriteUInt32LittleEndian(into[38..], 0x81A40000); // -rw-r--r--
        BinaryPrimitives.WriteUInt32LittleEndian(into[42..], bigOffset ? uint.MaxValue : (uint)localOffset);
        name.CopyTo(into[CentralFixedLength..]);
        var at = CentralFixedLength + name.Length;
        if (extra == 0) return at;
        at += WriteExtraHeader(into[at..], Zip64ExtraId, extra - 4);
        if (bigSize)
        {
            WriteSizes(into[at..], size);
            at += 16;
        }
        if (bigOffset)
        {
            BinaryPrimitives.WriteInt64LittleEndian(into[at..], localOffset);
            at += 8;
        }
        return at;
    }

    /// <summary>Zip64 end record and locator where a number needs them, then the end record. Returns the bytes written.</summary>
    public static int WriteEnd(Span<byte> into, long entries, long directoryOffset, long directoryLength)
    {
        var zip64 = entries >= ushort.MaxValue || NeedsZip64(directoryOffset) || NeedsZip64(directoryLength);
        var at = zip64 ? WriteZip64End(into, entries, directoryOffset, directoryLength) : 0;
        var end = into.Slice(at, EndLength);
        end.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(end, EndSignature);
        BinaryPrimitives.WriteUInt16LittleEndian(end[8..], (ushort)Math.Min(entries, ushort.MaxValue));
        BinaryPrimitives.WriteUInt16LittleEndian(end[10..], (ushort)Math.Min(entries, ushort.MaxValue));
        BinaryPrimitives.WriteUInt32LittleEndian(end[12..], (uint)Math.Min(directoryLength, uint.MaxValue));
        BinaryPrimitives.WriteUInt32LittleEndian(end[16..], (uint)Math.Min(directoryOffset, uint.MaxValue));
        return at + EndLength;
    }

    public static int WriteExtraHeader(Span<byte> into, ushort id, int length)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(into, id);
        BinaryPrimitives.WriteUInt16LittleEndian(into[2..], checked((ushort)length));
        return 4;
    }

    public static void WriteSizes(Span<byte> into, long size)
    {
        BinaryPrimitives.WriteInt64LittleEndian(into, size);
        BinaryPrimitives.WriteInt64LittleEndian(into[8..], size);
    }

    /// <summary>From the flags to the extra length: the same in local and central headers.</summary>
    private static void WriteCommon(Span<byte> into, uint crc, long size, int nameLength, int extraLength, ushort flags)
    {
        var sizeField = NeedsZip64(size) ? uint.MaxValue : (uint)size;
        BinaryPrimitives.WriteUInt32LittleEndian(into, flags); // and stored
        BinaryPrimitives.WriteUInt32LittleEndian(into[4..], DosTime);
        BinaryPrimitives.WriteUInt32LittleEndian(into[8..], crc);
        BinaryPrimitives.WriteUInt32LittleEndian(into[12..], sizeField);
        BinaryPrimitives.WriteUInt32LittleEndian(into[16..], sizeField);
        BinaryPrimitives.WriteUInt16LittleEndian(into[20..], checked((ushort)nameLength));
        BinaryPrimitives.WriteUInt16LittleEndian(into[22..], checked((ushort)extraLength));
    }

    private static int WriteZip64End(Span<byte> into, long entries, long directoryOffset, long directoryLength)
    {
        into[..(Zip64EndLength + Zip64LocatorLength)].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(into, Zip64EndSignature);
        BinaryPrimitives.WriteInt64LittleEndian(into[4..], Zip64EndLength - 12);
        BinaryPrimitives.WriteUInt16LittleEndian(into[12..], 0x0300 | VersionZip64);
        BinaryPrimitives.WriteUInt16LittleEndian(into[14..], VersionZip64);
        BinaryPrimitives.WriteInt64LittleEndian(into[24..], entries);
        BinaryPrimitives.WriteInt64LittleEndian(into[32..], entries);
        BinaryPrimitives.WriteInt64LittleEndian(into[40..], directoryLength);
        BinaryPrimitives.WriteInt64LittleEndian(into[48..], directoryOffset);
        var locator = into[Zip64EndLength..];
        BinaryPrimitives.WriteUInt32LittleEndian(locator, Zip64LocatorSignature);
        BinaryPrimitives.WriteInt64LittleEndian(locator[8..], directoryOffset + directoryLength);
        BinaryPrimitives.WriteUInt32LittleEndian(locator[16..], 1);
        return Zip64EndLength + Zip64LocatorLength;
    }
}
