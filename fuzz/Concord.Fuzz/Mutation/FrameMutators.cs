using System.Buffers.Binary;

namespace Concord.Fuzz.Mutation;

/// <summary>Changes that know how PDUs and their items lie behind one another (PS3.8 §9.3): whole ones move, and lengths are set right after a change.</summary>
internal static class FrameMutators
{
    private const int PduHeader = 6;

    public static IReadOnlyList<Mutator> All { get; } = [ChangeBody, ChangeType, Duplicate, Remove, Swap, Graft, PutLength, ChangePdv];

    /// <summary>Changes a PDU's body by some other mutator and sets its length right.</summary>
    private static byte[] ChangeBody(byte[] input, byte[] other, Random random) => With(input, random, (pdus, which) =>
    {
        var (head, body) = (pdus[which][..PduHeader], pdus[which][PduHeader..]);
        body = ByteMutators.All[random.Next(ByteMutators.All.Count)](body, other, random);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(2), body.Length);
        pdus[which] = [.. head, .. body];
    });

    private static byte[] ChangeType(byte[] input, byte[] other, Random random) => With(input, random, (pdus, which) => pdus[which][0] = (byte)random.Next(10));

    private static byte[] Duplicate(byte[] input, byte[] other, Random random) => With(input, random, (pdus, which) => pdus.Insert(which, pdus[which].ToArray()));

    private static byte[] Remove(byte[] input, byte[] other, Random random) => With(input, random, (pdus, which) => pdus.RemoveAt(which));

    private static byte[] Swap(byte[] input, byte[] other, Random random) => With(input, random, (pdus, which) =>
    {
        var second = random.Next(pdus.Count);
        (pdus[which], pdus[second]) = (pdus[second], pdus[which]);
    });

    private static byte[] Graft(byte[] input, byte[] other, Random random) => With(input, random, (pdus, which) =>
    {
        if (Split(other) is { Count: > 0 } others) pdus.Insert(which, others[random.Next(others.Count)].ToArray());
    });

    private static byte[] PutLength(byte[] input, byte[] other, Random random) => With(input, random, (pdus, which) =>
        BinaryPrimitives.WriteInt32BigEndian(pdus[which].AsSpan(2), random.Next(4) switch { 0 => -1, 1 => 0, 2 => pdus[which].Length - PduHeader + random.Next(-4, 5), _ => random.Next(1 << 21) }));

    /// <summary>The header of the first PDV of a P-DATA-TF: its length, context and flags.</summary>
    private static byte[] ChangePdv(byte[] input, byte[] other, Random random) => With(input, random, (pdus, which) =>
    {
        var pdu = pdus[which];
        if (pdu[0] != 4 || pdu.Length < PduHeader + 6) return;
        if (random.Next(3) == 0) BinaryPrimitives.WriteInt32BigEndian(pdu.AsSpan(PduHeader), pdu.Length - PduHeader - 4 + random.Next(-3, 4));
        if (random.Next(3) == 0) pdu[PduHeader + 4] = (byte)random.Next(1, 8);
        if (random.Next(2) == 0) pdu[PduHeader + 5] = (byte)random.Next(4);
    });

    private static byte[] With(byte[] input, Random random, Action<List<byte[]>, int> change)
    {
        var pdus = Split(input);
        if (pdus.Count == 0) return input;
        change(pdus, random.Next(pdus.Count));
        return [.. pdus.SelectMany(pdu => pdu)];
    }

    private static List<byte[]> Split(byte[] input)
    {
        var pdus = new List<byte[]>();
        for (var at = 0; input.Length - at >= PduHeader;)
        {
            var length = Math.Clamp((long)BinaryPrimitives.ReadUInt32BigEndian(input.AsSpan(at + 2)), 0, input.Length - at - PduHeader);
            pdus.Add(input.AsSpan(at, PduHeader + (int)length).ToArray());
            at += PduHeader + (int)length;
        }
        return pdus;
    }
}
