using System.IO.Compression;
using Concord.Dicom.DataElements;

namespace Concord.Vault.Changes;

/// <summary>The changes of one index commit in one row: names of UIDs once each, deflated. Many arrivals of a few series take some 30 bytes each.</summary>
internal static class ChangeChunk
{
    /// <summary>Most changes in one chunk.</summary>
    public const int MaxChanges = 4096;

    public static byte[] Encode(IReadOnlyList<Change> changes)
    {
        using var output = new MemoryStream();
        using (var deflate = new DeflateStream(output, CompressionLevel.Fastest, leaveOpen: true))
        using (var writer = new BinaryWriter(deflate))
        {
            var texts = new Dictionary<string, int>(StringComparer.Ordinal);
            writer.Write7BitEncodedInt(changes.Count);
            foreach (var change in changes) Write(writer, texts, change);
        }
        return output.ToArray();
    }

    /// <exception cref="InvalidDataException">The chunk is damaged.</exception>
    public static IReadOnlyList<Change> Decode(byte[] data, long firstNumber)
    {
        using var reader = new BinaryReader(new DeflateStream(new MemoryStream(data), CompressionMode.Decompress));
        var texts = new List<string>();
        var count = reader.Read7BitEncodedInt();
        if (count is < 0 or > MaxChanges) throw new InvalidDataException("A change chunk is damaged.");
        var changes = new Change[count];
        for (var i = 0; i < count; i++) changes[i] = Read(reader, texts, firstNumber + i);
        return changes;
    }

    private static void Write(BinaryWriter writer, Dictionary<string, int> texts, Change change)
    {
        writer.Write7BitEncodedInt64(change.At.ToUnixTimeMilliseconds());
        WriteText(writer, texts, change.Kind);
        WriteText(writer, texts, change.StudyInstanceUid.ToString());
        WriteText(writer, texts, change.SeriesInstanceUid.ToString());
        WriteText(writer, texts, change.SopInstanceUid.ToString());
        WriteText(writer, texts, change.Who);
        WriteText(writer, texts, change.Why);
    }

    private static Change Read(BinaryReader reader, List<string> texts, long number)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(reader.Read7BitEncodedInt64());
        return new(number, at, ReadText(reader, texts), ReadUid(reader, texts), ReadUid(reader, texts), ReadUid(reader, texts),
            ReadText(reader, texts), ReadText(reader, texts));
    }

    /// <summary>A number: 0 for a text not met before, which follows, else 1 + its place among those met.</summary>
    private static void WriteText(BinaryWriter writer, Dictionary<string, int> texts, string text)
    {
        if (texts.TryGetValue(text, out var place))
        {
            writer.Write7BitEncodedInt(place + 1);
            return;
        }
        writer.Write7BitEncodedInt(0);
        writer.Write(text);
        texts.Add(text, texts.Count);
    }

    private static string ReadText(BinaryReader reader, List<string> texts)
    {
        var place = reader.Read7BitEncodedInt();
        if (place > 0 && place <= texts.Count) return texts[place - 1];
        if (place != 0) throw new InvalidDataException("A change chunk is damaged.");
        texts.Add(reader.ReadString());
        return texts[^1];
    }

    private static Uid ReadUid(BinaryReader reader, List<string> texts) => Uid.TryParse(ReadText(reader, texts), null, out var uid) ? uid : default;
}
