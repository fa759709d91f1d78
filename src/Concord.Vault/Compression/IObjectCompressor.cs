using Concord.Dicom.Encoding;

namespace Concord.Vault.Compression;

/// <summary>Puts objects into the form in which they are kept, and gives the originals back. The archive holds it to that: it keeps nothing that it has not seen restored, and gives
/// out nothing restored whose SHA-256 is not the original's.</summary>
/// <remarks>Any number of callers.</remarks>
public interface IObjectCompressor
{
    /// <summary>False when objects of that syntax are never taken: they need not be read.</summary>
    bool Takes(TransferSyntax syntax);

    /// <summary>Compresses an object without loss, in the background.</summary>
    /// <param name="partTen">The whole object, from the first byte of its array or not, but in one array.</param>
    /// <exception cref="CompressorUnavailableException">Not just now.</exception>
    Task<CompressionAttempt> Compress(ReadOnlyMemory<byte> partTen, CancellationToken cancel);

    /// <summary>Gives the original back.</summary>
    /// <param name="partTen">The object that is kept.</param>
    /// <param name="originalLength">Bytes of the Part 10 object that it was.</param>
    /// <param name="isBackground">Nobody waits for it.</param>
    /// <exception cref="CompressorUnavailableException">Not just now.</exception>
    /// <exception cref="InvalidDataException">The two do not give an original.</exception>
    Task<byte[]> Restore(ReadOnlyMemory<byte> partTen, ReadOnlyMemory<byte> recipe, long originalLength, bool isBackground, CancellationToken cancel);
}
