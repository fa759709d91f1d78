using System.Buffers;
using System.Security.Cryptography;
using Concord.Dicom.Encoding;

namespace Concord.Vault.Bundles;

/// <summary>Whether an object that comes is the one that lies there already. Blocking.</summary>
internal sealed class ContentComparer(BundleFiles files, Originals originals)
{
    private const int BlockLength = 256 << 10;

    /// <summary>Larger objects are the same only when their bytes are.</summary>
    private const int MaxParsedBytes = 64 << 20;

    /// <summary>Same bytes; or, in native syntaxes, the same data set in other bytes. Of an object that was compressed at rest, what it was counts as much as what it is.</summary>
    public bool IsSame(BundleEntry existing, AppendRequest request)
    {
        if (existing.SopClassUid != request.SopClassUid) return false;
        return IsSameThere(existing, request) || (originals.Of(existing) is { } original && IsSameThere(original, request));
    }

    private bool IsSameThere(BundleEntry existing, AppendRequest request)
    {
        if (existing.TransferSyntax.Uid == request.TransferSyntax.Uid && existing.DataSetLength == request.DataSetLength && HasSameBytes(existing, request)) return true;
        var comparable = existing.TransferSyntax.Uid == request.TransferSyntax.Uid || (IsNative(existing.TransferSyntax) && IsNative(request.TransferSyntax));
        return comparable && existing.DataSetLength <= MaxParsedBytes && request.DataSetLength <= MaxParsedBytes && IsSameDataSet(existing, request);
    }

    /// <summary>SHA-256 of the data set that comes.</summary>
    public static byte[] Sha256Of(AppendRequest request)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Walk(request, block => sha.AppendData(block));
        return sha.GetHashAndReset();
    }

    private static bool IsNative(TransferSyntax syntax) => syntax.IsStandard && !syntax.IsEncapsulated;

    private bool HasSameBytes(BundleEntry existing, AppendRequest request)
    {
        using var stream = files.Open(existing.BundleId, existing.DataSetOffset, existing.DataSetLength);
        var buffer = ArrayPool<byte>.Shared.Rent(BlockLength);
        var same = true;
        Walk(request, block =>
        {
            for (; same && !block.IsEmpty;)
            {
                var piece = block[..Math.Min(block.Length, buffer.Length)];
                stream.ReadExactly(buffer.AsSpan(0, piece.Length));
                same = piece.SequenceEqual(buffer.AsSpan(0, piece.Length));
                block = block[piece.Length..];
            }
        });
        ArrayPool<byte>.Shared.Return(buffer);
        return same;
    }

    private bool IsSameDataSet(BundleEntry existing, AppendRequest request)
    {
        var there = new byte[existing.DataSetLength];
        using (var stream = files.Open(existing.BundleId, existing.DataSetOffset, existing.DataSetLength)) stream.ReadExactly(there);
        var coming = new byte[request.DataSetLength];
        var at = 0;
        Walk(request, block =>
        {
            block.CopyTo(coming.AsSpan(at));
            at += block.Length;
        });
        try
        {
            var (left, right) = (DataSetReader.Read(there, existing.TransferSyntax), DataSetReader.Read(coming, request.TransferSyntax));
            return left.IsWholeAsRead && right.IsWholeAsRead && DataSetEquality.AreEqual(left, right); // an element dropped in reading may be the difference
        }
        catch (DicomFormatException)
        {
            return false; // what cannot be read whole is the same only byte for byte
        }
    }

    private static void Walk(AppendRequest request, ReadOnlySpanAction take)
    {
        foreach (var piece in request.DataSet) take(piece.Span);
        if (request.Spool is not { } spool) return;
        var block = ArrayPool<byte>.Shared.Rent(BlockLength);
        for (long at = 0; at < request.DataSetLength;)
        {
            var read = spool.Read(block.AsSpan(0, (int)Math.Min(block.Length, request.DataSetLength - at)), request.DataSetOffset + at);
            if (read == 0) throw new EndOfStreamException("A spool file is shorter than what was received.");
            take(block.AsSpan(0, read));
            at += read;
        }
        ArrayPool<byte>.Shared.Return(block);
    }

    private delegate void ReadOnlySpanAction(ReadOnlySpan<byte> block);
}
