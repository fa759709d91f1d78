using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Bundles;

/// <summary>SHA-256 of whole files and of ranges. Blocking.</summary>
internal static class FileDigest
{
    private const int BlockLength = 1 << 20;

    /// <summary>Of the whole file, lower-case hex.</summary>
    public static string Of(SafeFileHandle file, CancellationToken cancel = default) => Of(ByteSource.WholeFile(file), cancel);

    /// <summary>As above, wherever the bytes lie.</summary>
    public static string Of(ByteSource file, CancellationToken cancel = default)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(sha, file, 0, file.Length, cancel);
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    /// <summary>Of a range.</summary>
    public static byte[] Of(ByteSource file, long offset, long length, CancellationToken cancel = default)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(sha, file, offset, length, cancel);
        return sha.GetHashAndReset();
    }

    private static void Append(IncrementalHash sha, ByteSource file, long offset, long length, CancellationToken cancel)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            while (length > 0)
            {
                cancel.ThrowIfCancellationRequested();
                var read = file.Read(block.AsSpan(0, (int)Math.Min(block.Length, length)), offset);
                if (read == 0) throw new EndOfStreamException("A bundle file is shorter than its entries say.");
                sha.AppendData(block, 0, read);
                offset += read;
                length -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
