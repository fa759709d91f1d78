using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Concord.Vault.Blobs;

namespace Concord.Vault.Lifecycle;

/// <summary>Where some background work stands, as one line of a journal in a file that is replaced whole. Lost or torn, the work begins anew, which does no harm. Blocking.</summary>
internal static class MarkFile
{
    private const int PrefixLength = 9;
    private const int MaxLength = 4096;

    /// <summary>Null when there is no mark, or it is torn.</summary>
    public static T? Read<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length is <= PrefixLength or > MaxLength) return null;
        var line = File.ReadAllBytes(path);
        if (line.Length <= PrefixLength) return null;
        var json = line.AsSpan(PrefixLength, line.Length - PrefixLength - 1);
        return line.AsSpan().SequenceEqual(JournalLines.Line(json)) ? JsonSerializer.Deserialize(json, type) : null;
    }

    public static void Write<T>(string path, Disk disk, T value, JsonTypeInfo<T> type)
    {
        var line = JournalLines.Line(JsonSerializer.SerializeToUtf8Bytes(value, type));
        using (var file = disk.OpenOrCreate(path + ".new"))
        {
            file.Write(line, 0);
            file.Truncate(line.Length);
            file.SyncData();
        }
        disk.Rename(path + ".new", path);
    }
}
