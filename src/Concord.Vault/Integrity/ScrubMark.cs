using System.Text.Json;
using Concord.Vault.Blobs;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Integrity;

/// <summary>Where scrubbing stands, as one line of a journal in a file that is replaced whole. Lost or torn, a pass begins anew, which does no harm. Blocking.</summary>
internal static class ScrubMark
{
    private const int PrefixLength = 9;
    private const int MaxLength = 4096;

    public static ScrubState Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length is <= PrefixLength or > MaxLength) return ScrubState.None;
        var line = File.ReadAllBytes(file.FullName);
        if (line.Length <= PrefixLength) return ScrubState.None;
        var json = line.AsSpan(PrefixLength, line.Length - PrefixLength - 1);
        return line.AsSpan().SequenceEqual(JournalLines.Line(json)) ? JsonSerializer.Deserialize(json, IntegrityJson.Default.ScrubState) ?? ScrubState.None : ScrubState.None;
    }

    public static void Write(string path, Disk disk, ScrubState state)
    {
        var line = JournalLines.Line(JsonSerializer.SerializeToUtf8Bytes(state, IntegrityJson.Default.ScrubState));
        using (var file = disk.OpenOrCreate(path + ".new"))
        {
            file.Write(line, 0);
            file.Truncate(line.Length);
            file.SyncData();
        }
        disk.Rename(path + ".new", path);
    }
}
