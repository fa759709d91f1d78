using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Backup;

/// <summary>Copies bytes of a file into the repository, reading each once: for the copy, for its SHA-256, and for the CRC-32 of what lies in it. Blocking.</summary>
internal sealed class ObjectCopier(BackupRepository repository)
{
    private const int BlockLength = 1 << 20;

    /// <summary>Bytes read from the archive.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Bytes that the repository did not have.</summary>
    public long BytesNew { get; private set; }

    /// <summary>Objects that the repository did not have.</summary>
    public long ObjectsNew { get; private set; }

    /// <summary>Copies a range. Returns its SHA-256 and the objects whose bytes do not give their CRC-32; with any such one nothing is kept unless <paramref name="keepDamaged"/>.</summary>
    /// <param name="ranges">In the file, by offset, none overlapping.</param>
    /// <exception cref="SourceException">The file cannot be read, or ends within the range.</exception>
    public (string Sha256, IReadOnlyList<long> Damaged) Copy(
        SafeFileHandle from, long offset, long length, IReadOnlyList<CheckedRange> ranges, bool keepDamaged, CancellationToken cancel)
    {
        var file = repository.NewIncoming();
        var isKept = false;
        try
        {
            using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var check = new RangeCheck(ranges);
            var block = ArrayPool<byte>.Shared.Rent(BlockLength);
            for (long at = 0; at < length;)
            {
                cancel.ThrowIfCancellationRequested();
                var read = Read(from, block.AsSpan(0, (int)Math.Min(BlockLength, length - at)), offset + at);
                var bytes = block.AsSpan(0, read);
                sha.AppendData(bytes);
                check.Append(bytes, offset + at);
                file.Write(bytes, at);
                at += read;
                BytesRead += read;
            }
            ArrayPool<byte>.Shared.Return(block);
            var sha256 = Convert.ToHexStringLower(sha.GetHashAndReset());
            if (check.Damaged.Count > 0 && !keepDamaged) return (sha256, check.Damaged);
            isKept = true;
            Count(repository.Keep(file, sha256), length);
            return (sha256, check.Damaged);
        }
        finally
        {
            file.Dispose();
            if (!isKept) repository.Disk.Delete(file.Path);
        }
    }

    /// <summary>Keeps bytes that are in memory. Returns their SHA-256.</summary>
    public string Keep(ReadOnlySpan<byte> bytes)
    {
        var (sha256, isNew) = repository.Keep(bytes);
        Count(isNew, bytes.Length);
        return sha256;
    }

    private static int Read(SafeFileHandle from, Span<byte> into, long at)
    {
        try
        {
            var read = RandomAccess.Read(from, into, at);
            return read > 0 ? read : throw new EndOfStreamException("A file of the archive is shorter than it was.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(error);
        }
    }

    private void Count(bool isNew, long bytes)
    {
        if (!isNew) return;
        ObjectsNew++;
        BytesNew += bytes;
    }
}
