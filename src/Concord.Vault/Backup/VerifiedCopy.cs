using System.Buffers;
using System.Security.Cryptography;
using Concord.Vault.Blobs;

namespace Concord.Vault.Backup;

/// <summary>Copies objects out of the repository, each byte into the hash on its way. Blocking.</summary>
internal sealed class VerifiedCopy(BackupRepository repository)
{
    private const int BlockLength = 1 << 20;

    /// <summary>Writes an object at an offset. False when its bytes are not those of its name; what could be read is written all the same.</summary>
    /// <returns>Bytes written, and whether they are right.</returns>
    public (long Length, bool IsRight) To(DiskFile? into, long offset, string sha256, CancellationToken cancel)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long at = 0;
        var block = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            using var from = Posix.OpenUnlocked(repository.ObjectPath(sha256));
            if (into is null) Posix.DropCached(from); // a check is of what the disk has
            while (TryRead(from, block, at) is var read and > 0)
            {
                cancel.ThrowIfCancellationRequested();
                sha.AppendData(block, 0, read);
                into?.Write(block.AsSpan(0, read), offset + at);
                at += read;
            }
        }
        catch (IOException error) when (error.HResult == Posix.NoSuchFile)
        {
            return (0, false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
        return (at, Convert.ToHexStringLower(sha.GetHashAndReset()) == sha256);
    }

    /// <summary>0 at the end, and where the disk gives no more: the hash will tell.</summary>
    private static int TryRead(Microsoft.Win32.SafeHandles.SafeFileHandle from, byte[] block, long at)
    {
        try
        {
            return RandomAccess.Read(from, block.AsSpan(0, BlockLength), at);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
