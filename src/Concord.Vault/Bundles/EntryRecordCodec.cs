using System.Buffers.Binary;
using System.Text;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Trust.Identity;

namespace Concord.Vault.Bundles;

/// <summary>Bytes of an <see cref="EntryRecord"/>, little endian; strings are a length byte and UTF-8.</summary>
/// <remarks>Layout, version 1: version u8, kind u8, front length u32, arrival number i64, arrival time i64 (Unix ms), origin kind u8; strings: calling AE,
/// called AE, address, study, series, instance, class, transfer syntax; hops u8, one string each; length of SHA-256 u8 (0 or 32), SHA-256;
/// the verified user as a string, which records written before there were users do not have.</remarks>
internal static class EntryRecordCodec
{
    /// <summary>No record is longer.</summary>
    public const int MaxLength = 4096;

    private const byte Version = 1;
    private const int MaxText = 64;
    private const int MaxHops = 16;
    private const int FixedLength = 23;

    /// <summary>Writes at most <see cref="MaxLength"/> bytes; texts longer than 64 bytes and hops beyond the last 16 are cut.</summary>
    public static int Write(Span<byte> into, EntryRecord record)
    {
        into[0] = Version;
        into[1] = (byte)record.Kind;
        BinaryPrimitives.WriteInt32LittleEndian(into[2..], record.FrontLength);
        BinaryPrimitives.WriteInt64LittleEndian(into[6..], record.ArrivalNumber);
        BinaryPrimitives.WriteInt64LittleEndian(into[14..], record.Origin.At.ToUnixTimeMilliseconds());
        into[22] = (byte)record.Origin.Kind;
        var at = FixedLength;
        WriteText(into, ref at, record.Origin.CallingAeTitle);
        WriteText(into, ref at, record.Origin.CalledAeTitle);
        WriteText(into, ref at, record.Origin.Address);
        WriteText(into, ref at, record.StudyInstanceUid.ToString());
        WriteText(into, ref at, record.SeriesInstanceUid.ToString());
        WriteText(into, ref at, record.SopInstanceUid.ToString());
        WriteText(into, ref at, record.SopClassUid.ToString());
        WriteText(into, ref at, record.TransferSyntax.Uid.ToString());
        var hops = record.Origin.Hops;
        var first = Math.Max(0, hops.Count - MaxHops);
        into[at++] = (byte)(hops.Count - first);
        for (var i = first; i < hops.Count; i++) WriteText(into, ref at, hops[i]);
        into[at++] = (byte)record.DataSetSha256.Length;
        record.DataSetSha256.Span.CopyTo(into[at..]);
        at += record.DataSetSha256.Length;
        if (record.Origin.User.Length > 0) WriteText(into, ref at, record.Origin.User);
        return at;
    }

    /// <summary>False when the bytes are no record of a version that is known.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out EntryRecord? record)
    {
        record = null;
        if (bytes.Length < FixedLength || bytes[0] != Version || bytes[1] > (byte)EntryKind.KeptAside) return false;
        var at = FixedLength;
        if (!TryText(bytes, ref at, out var calling) || !TryText(bytes, ref at, out var called) || !TryText(bytes, ref at, out var address)
            || !TryUid(bytes, ref at, out var study) || !TryUid(bytes, ref at, out var series) || !TryUid(bytes, ref at, out var instance)
            || !TryUid(bytes, ref at, out var sopClass) || !TryUid(bytes, ref at, out var syntax)
            || !TryHops(bytes, ref at, out var hops) || !TryDigest(bytes, ref at, out var digest)) return false;
        var user = "";
        if (at < bytes.Length && !TryText(bytes, ref at, out user)) return false;
        var milliseconds = BinaryPrimitives.ReadInt64LittleEndian(bytes[14..]);
        if (milliseconds < DateTimeOffset.MinValue.ToUnixTimeMilliseconds() || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()) return false;
        var origin = new Origin((OriginKind)bytes[22], calling, called, address, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), hops) { User = user };
        record = new((EntryKind)bytes[1], BinaryPrimitives.ReadInt64LittleEndian(bytes[6..]), study, series, instance, sopClass,
            TransferSyntax.Of(syntax), BinaryPrimitives.ReadInt32LittleEndian(bytes[2..]), origin) { DataSetSha256 = digest };
        return record.FrontLength >= 0;
    }

    private static void WriteText(Span<byte> into, ref int at, string text)
    {
        var field = into.Slice(at + 1, MaxText);
        Encoding.UTF8.GetEncoder().Convert(text, field, flush: true, out _, out var written, out _);
        into[at] = (byte)written;
        at += 1 + written;
    }

    private static bool TryText(ReadOnlySpan<byte> bytes, ref int at, out string text)
    {
        text = "";
        if (at >= bytes.Length || bytes.Length - at - 1 < bytes[at]) return false;
        text = Encoding.UTF8.GetString(bytes.Slice(at + 1, bytes[at]));
        at += 1 + bytes[at];
        return true;
    }

    private static bool TryUid(ReadOnlySpan<byte> bytes, ref int at, out Uid uid)
    {
        uid = default;
        return TryText(bytes, ref at, out var text) && Uid.TryParse(text, null, out uid);
    }

    private static bool TryHops(ReadOnlySpan<byte> bytes, ref int at, out string[] hops)
    {
        hops = [];
        if (at >= bytes.Length || bytes[at] > MaxHops) return false;
        hops = new string[bytes[at++]];
        for (var i = 0; i < hops.Length; i++)
            if (!TryText(bytes, ref at, out hops[i])) return false;
        return true;
    }

    private static bool TryDigest(ReadOnlySpan<byte> bytes, ref int at, out byte[] digest)
    {
        digest = [];
        if (at >= bytes.Length || bytes[at] is not (0 or 32) || bytes.Length - at - 1 < bytes[at]) return false;
        digest = bytes.Slice(at + 1, bytes[at]).ToArray();
        at += 1 + digest.Length;
        return true;
    }
}
