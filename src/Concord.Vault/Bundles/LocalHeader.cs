using System.Buffers.Binary;
using System.Text;
using Concord.Vault.Blobs;

namespace Concord.Vault.Bundles;

/// <summary>A ZIP local header as bundles have it: name, CRC, size and, for objects, the record that Concord keeps of them.</summary>
/// <param name="Length">Bytes of the header, name and extra fields included.</param>
/// <param name="IsPlaceholder">The signature is not written yet: the bytes behind it are still being copied from a spool file.</param>
internal sealed record LocalHeader(string Name, uint Crc, long Size, int Length, EntryRecord? Record, bool IsPlaceholder = false)
{
    /// <summary>No local header of a bundle is longer.</summary>
    public const int MaxLength = ZipFormat.LocalFixedLength + 256 + 20 + 4 + EntryRecordCodec.MaxLength + 4;

    /// <summary>Writes the header of an object; <paramref name="into"/> holds <see cref="MaxLength"/>. Returns the bytes written.</summary>
    public static int Write(Span<byte> into, string name, uint crc, long size, EntryRecord? record)
    {
        var nameLength = Encoding.ASCII.GetBytes(name, into[ZipFormat.LocalFixedLength..]);
        var extraAt = ZipFormat.LocalFixedLength + nameLength;
        var at = extraAt;
        if (ZipFormat.NeedsZip64(size))
        {
            at += ZipFormat.WriteExtraHeader(into[at..], ZipFormat.Zip64ExtraId, 16);
            ZipFormat.WriteSizes(into[at..], size);
            at += 16;
        }
        var recordLength = record is null ? 0 : EntryRecordCodec.Write(into[(at + 4)..], record);
        var end = record is null ? at : at + 4 + recordLength + 4;
        if (record is not null) ZipFormat.WriteExtraHeader(into[at..], ZipFormat.RecordExtraId, recordLength + 4);
        ZipFormat.WriteLocal(into, crc, size, nameLength, end - extraAt);
        if (record is not null) BinaryPrimitives.WriteUInt32LittleEndian(into[(end - 4)..], Crc32.Append(0, into[..(end - 4)]));
        return end;
    }

    /// <summary>Reads a header off the front of <paramref name="bytes"/>; null when there is none, it is cut, or its own CRC says that it is damaged.</summary>
    public static LocalHeader? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < ZipFormat.LocalFixedLength) return null;
        var signature = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (signature is not (ZipFormat.LocalSignature or 0)) return null;
        var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes[26..]);
        var extraLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]);
        var length = ZipFormat.LocalFixedLength + nameLength + extraLength;
        if (nameLength is 0 or > 256 || length > MaxLength || bytes.Length < length) return null;
        if (BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]) != 0) return null; // not stored
        var size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[18..]) is var small && small == uint.MaxValue ? -1 : (long)small;
        EntryRecord? record = null;
        if (!TryExtras(bytes[..length], ZipFormat.LocalFixedLength + nameLength, ref size, ref record) || size < 0) return null;
        if (signature == 0 && record is null) return null;
        var name = Encoding.ASCII.GetString(bytes.Slice(ZipFormat.LocalFixedLength, nameLength));
        return new(name, BinaryPrimitives.ReadUInt32LittleEndian(bytes[14..]), size, length, record, IsPlaceholder: signature == 0);
    }

    private static bool TryExtras(ReadOnlySpan<byte> header, int at, ref long size, ref EntryRecord? record)
    {
        while (header.Length - at >= 4)
        {
            var id = BinaryPrimitives.ReadUInt16LittleEndian(header[at..]);
            var length = BinaryPrimitives.ReadUInt16LittleEndian(header[(at + 2)..]);
            at += 4;
            if (header.Length - at < length) return false;
            var field = header.Slice(at, length);
            if (id == ZipFormat.Zip64ExtraId && length >= 16) size = BinaryPrimitives.ReadInt64LittleEndian(field);
            if (id == ZipFormat.RecordExtraId && !TryRecord(header[..(at + length)], field, out record)) return false;
            at += length;
        }
        return at == header.Length;
    }

    /// <summary>The record's last four bytes are the CRC of everything before them, the signature as it is to be.</summary>
    private static bool TryRecord(ReadOnlySpan<byte> headerToHere, ReadOnlySpan<byte> field, out EntryRecord? record)
    {
        record = null;
        if (field.Length < 4) return false;
        Span<byte> signature = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(signature, ZipFormat.LocalSignature);
        var crc = Crc32.Append(Crc32.Append(0, signature), headerToHere[4..^4]);
        return crc == BinaryPrimitives.ReadUInt32LittleEndian(field[^4..]) && EntryRecordCodec.TryRead(field[..^4], out record);
    }
}
