using System.Buffers;
using System.Security.Cryptography;
using Concord.Vault.Blobs;
using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Integrity;

/// <summary>Reads one sealed bundle at the pace allowed and compares its SHA-256. One block is held at a time.</summary>
/// <remarks>The file is opened once: one that is deleted or replaced meanwhile is read to its end as it was.</remarks>
internal sealed class BundleScrub(DataFolder folder, DiskThreads threads, ScrubPace pace)
{
    /// <summary>What is wrong, or null; and how many bytes were read.</summary>
    /// <exception cref="IOException">The machine is short of something; that says nothing about the bundle.</exception>
    public async Task<(BundleFault? Fault, long Read)> Check(long bundleId, string sha256, long bytes, CancellationToken cancel)
    {
        long read = 0;
        try
        {
            using var file = await threads.Run(() => Posix.OpenUnlocked(folder.PathOf(bundleId)));
            var length = RandomAccess.GetLength(file);
            if (length != bytes) return (length < bytes ? BundleFault.Truncated : BundleFault.Mismatch, 0);
            await threads.Run(() => Posix.DropCached(file)); // what the disk has counts, not what memory has of it
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            while (read < bytes)
            {
                var block = await AppendBlock(hash, file, read, bytes - read);
                if (block == 0) return (BundleFault.Truncated, read);
                read += block;
                IntegrityMetrics.CountBytes(block);
                await pace.Spend(block, cancel);
            }
            return (Convert.ToHexStringLower(hash.GetHashAndReset()) == sha256 ? null : BundleFault.Mismatch, read);
        }
        catch (Exception error) when (FaultOf(error) is { } fault)
        {
            return (fault, read);
        }
    }

    private Task<int> AppendBlock(IncrementalHash hash, SafeFileHandle file, long offset, long most) => threads.Run(() =>
    {
        var block = ArrayPool<byte>.Shared.Rent(pace.BlockLength);
        try
        {
            var read = RandomAccess.Read(file, block.AsSpan(0, (int)Math.Min(pace.BlockLength, most)), offset);
            hash.AppendData(block, 0, read);
            return read;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    });

    /// <summary>Null for what is no fault of the bundle.</summary>
    private static BundleFault? FaultOf(Exception error) => error switch
    {
        UnauthorizedAccessException => BundleFault.Unreadable,
        IOException { HResult: Posix.NoSuchFile or Posix.NotAFolder } => BundleFault.Missing,
        IOException { HResult: Posix.TooManyFiles or Posix.TooManyFilesInSystem or Posix.NoMemory } => null,
        IOException => BundleFault.Unreadable,
        _ => null,
    };
}
