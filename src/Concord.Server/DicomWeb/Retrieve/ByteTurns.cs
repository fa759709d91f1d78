namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>Big endian to little endian.</summary>
internal static class ByteTurns
{
    /// <summary>Turns every whole number of <paramref name="unitSize"/> bytes round, in place.</summary>
    public static void Swap(Span<byte> bytes, int unitSize)
    {
        if (unitSize < 2) return;
        for (var at = 0; at + unitSize <= bytes.Length; at += unitSize) bytes.Slice(at, unitSize).Reverse();
    }
}
