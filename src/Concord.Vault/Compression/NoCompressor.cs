using Concord.Dicom.Encoding;

namespace Concord.Vault.Compression;

/// <summary>In an archive that was opened without codecs: nothing is compressed, and what is cannot be restored.</summary>
internal sealed class NoCompressor : IObjectCompressor
{
    public static NoCompressor Instance { get; } = new();

    public bool Takes(TransferSyntax syntax) => false;

    public Task<CompressionAttempt> Compress(ReadOnlyMemory<byte> partTen, CancellationToken cancel) => throw Absent();

    public Task<byte[]> Restore(ReadOnlyMemory<byte> partTen, ReadOnlyMemory<byte> recipe, long originalLength, bool isBackground, CancellationToken cancel) => throw Absent();

    private static CompressorUnavailableException Absent() => new("The archive was opened without codecs.");
}
