using System.Buffers.Binary;

namespace Whole.Tests.Sweeps;

/// <summary>The corpus' scripts accept four contexts whatever was proposed. To bring a caller past that, its own proposals are accepted, and what the
/// script says afterwards goes in the first of them.</summary>
internal static class ScriptedAccept
{
    /// <summary>The file of the scripts that is an ordinary A-ASSOCIATE-AC.</summary>
    public const string OrdinaryAccept = "scp_rsp_wrong_msgid_1.bin";

    private const int FixedLength = 68, PduHeader = 6;

    /// <summary>An A-ASSOCIATE-AC that accepts each proposed context with its first transfer syntax.</summary>
    /// <param name="request">Body of the A-ASSOCIATE-RQ.</param>
    public static byte[] AcceptAll(byte[] request)
    {
        List<byte> body = [.. request[..FixedLength], .. Item(0x10, "1.2.840.10008.3.1.1.1"u8)];
        foreach (var context in Items(request.AsMemory(FixedLength)).Where(item => item.Type == 0x20))
        {
            var syntax = Items(context.Value[4..]).First(item => item.Type == 0x40).Value;
            body.AddRange(Item(0x21, [context.Value.Span[0], 0, 0, 0, .. Item(0x40, syntax.Span)]));
        }
        body.AddRange(Item(0x50, Item(0x51, [0, 0, 0x40, 0])));
        byte[] pdu = [2, 0, 0, 0, 0, 0, .. body];
        BinaryPrimitives.WriteInt32BigEndian(pdu.AsSpan(2), body.Count);
        return pdu;
    }

    /// <summary>Puts all PDVs into the context that was proposed first.</summary>
    public static byte[] InFirstContext(byte[] pdus, byte[] request)
    {
        var id = Items(request.AsMemory(FixedLength)).First(item => item.Type == 0x20).Value.Span[0];
        var patched = pdus.ToArray();
        for (var at = 0; at + PduHeader <= patched.Length; at += PduHeader + Length(patched, at + 2))
            for (var pdv = at + PduHeader; patched[at] == 4 && pdv + 6 <= Math.Min(patched.Length, at + PduHeader + Length(patched, at + 2)); pdv += 4 + Length(patched, pdv)) patched[pdv + 4] = id;
        return patched;
    }

    private static int Length(byte[] bytes, int at) => (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at)), (uint)bytes.Length);

    private static IEnumerable<(byte Type, ReadOnlyMemory<byte> Value)> Items(ReadOnlyMemory<byte> items)
    {
        while (items.Length >= 4)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(items.Span[2..]);
            yield return (items.Span[0], items.Slice(4, length));
            items = items[(4 + length)..];
        }
    }

    private static byte[] Item(byte type, ReadOnlySpan<byte> value) => [type, 0, (byte)(value.Length >> 8), (byte)value.Length, .. value];
}
