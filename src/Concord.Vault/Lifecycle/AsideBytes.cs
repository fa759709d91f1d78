using Concord.Vault.Blobs;
using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Lifecycle;

/// <summary>Bytes that recovery takes out of the way: copied to the folder <c>aside</c>, durable, never deleted by Concord.</summary>
internal static class AsideBytes
{
    private const int BlockLength = 1 << 20;

    public static void Keep(DataFolder folder, Disk disk, string name, SafeFileHandle from, long offset, long length)
    {
        var path = Path.Combine(folder.Aside, name + ".bin");
        for (var again = 1; File.Exists(path); again++) path = Path.Combine(folder.Aside, $"{name}-{again}.bin");
        using var file = disk.Create(path);
        var block = new byte[(int)Math.Min(BlockLength, length)];
        for (long at = 0; at < length;)
        {
            var read = RandomAccess.Read(from, block.AsSpan(0, (int)Math.Min(block.Length, length - at)), offset + at);
            if (read == 0) break;
            file.Write(block.AsSpan(0, read), at);
            at += read;
        }
        file.SyncData();
        disk.SyncFolder(folder.Aside);
    }
}
