using Concord.Vault.Blobs;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Integrity;

/// <summary>Where a pass over sealed bundles stands. Blocking.</summary>
internal static class ScrubMark
{
    public static ScrubState Read(string path) => MarkFile.Read(path, IntegrityJson.Default.ScrubState) ?? ScrubState.None;

    public static void Write(string path, Disk disk, ScrubState state) => MarkFile.Write(path, disk, state, IntegrityJson.Default.ScrubState);
}
