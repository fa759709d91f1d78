using System.Buffers;
using System.Security.Cryptography;
using Concord.Vault.Blobs;

namespace Concord.Vault.Integrity;

/// <summary>Reads one sealed bundle at the pace allowed and compares its SHA-256. One block is held at a time.</summary>
/// <remarks>The bundle is opened once: one that is deleted or replaced meanwhile is read to its end as it was.</remarks>
internal sealed class BundleScrub(DiskThreads threads, ScrubPace pace)
{
    /// <summary>What is wrong, or null; and how many bytes were read.</summary>
    /// <exception cref="IOException">The machine is short of something, or the store is away; that says nothing about the bundle.</exception>
    public async Task<(BundleFault? Fault, long Read)> Check(IBlobStore store, long bundleId, string sha256, long bytes, CancellationToken cancel)
    {
        long read = 0;
        try
        {
            await using var stream = await threads.Run(() => store.OpenRead(bundleId, 0, null, fromDisk: true)); // what the disk has counts, not what memory has of it
            if (stream.Length != bytes) return (stream.Length < bytes ? BundleFault.Truncated : BundleFault.Mismatch, 0);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            while (read < bytes)
            {
                var block = await AppendBlock(hash, stream, bytes - read, cancel);
                if (block == 0) return (BundleFault.Truncated, read);
                read += block;
                IntegrityMetrics.CountBytes(block);
                await pace.Spend(block, cancel);
            }
            IntegrityMetrics.CountBundle();
            return (Convert.ToHexStringLower(hash.GetHashAndReset()) == sha256 ? null : BundleFault.Mismatch, read);
        }
        catch (Exception error) when (FaultOf(error) is { } fault)
        {
            return (fault, read);
        }
    }

    private async Task<int> AppendBlock(IncrementalHash hash, Stream stream, long most, CancellationToken cancel)
    {
        var block = ArrayPool<byte>.Shared.Rent(pace.BlockLength);
        try
        {
            var read = await stream.ReadAsync(block.AsMemory(0, (int)Math.Min(pace.BlockLength, most)), cancel);
            hash.AppendData(block, 0, read);
            return read;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <summary>Null for what is no fault of the bundle.</summary>
    private static BundleFault? FaultOf(Exception error) => error switch
    {
        UnauthorizedAccessException => BundleFault.Unreadable,
        StoreAwayException => null,
        EndOfStreamException => BundleFault.Truncated,
        IOException { HResult: Posix.NoSuchFile or Posix.NotAFolder } => BundleFault.Missing,
        IOException { HResult: Posix.TooManyFiles or Posix.TooManyFilesInSystem or Posix.NoMemory } => null,
        IOException => BundleFault.Unreadable,
        _ => null,
    };
}
