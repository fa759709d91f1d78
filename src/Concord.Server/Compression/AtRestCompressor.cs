using Concord.Dicom.Encoding;
using Concord.Imaging;
using Concord.Imaging.AtRest;
using Concord.Vault.Compression;

namespace Concord.Server.Compression;

/// <summary>The archive's compressor: <see cref="AtRestCoder"/>, in the archive's words.</summary>
internal sealed class AtRestCompressor(AtRestCoder coder) : IObjectCompressor
{
    public bool Takes(TransferSyntax syntax) =>
        syntax == TransferSyntax.ImplicitVrLittleEndian || syntax == TransferSyntax.ExplicitVrLittleEndian || syntax == TransferSyntax.ExplicitVrBigEndian;

    public async Task<CompressionAttempt> Compress(ReadOnlyMemory<byte> partTen, CancellationToken cancel)
    {
        try
        {
            var (kept, refusal) = await coder.Compress(partTen, cancel);
            return kept is null ? new(null, WordOf(refusal)) : new(new(kept.PartTen, kept.DataSetOffset, AtRestCoder.Syntax, kept.Recipe), "");
        }
        catch (FrameException busy)
        {
            throw new CompressorUnavailableException(busy.Message, busy); // all else is a refusal
        }
    }

    public async Task<byte[]> Restore(ReadOnlyMemory<byte> partTen, ReadOnlyMemory<byte> recipe, long originalLength, bool isBackground, CancellationToken cancel)
    {
        try
        {
            return await coder.Restore(partTen, recipe, originalLength, isBackground, cancel);
        }
        catch (FrameException busy) when (busy.Failure is FrameFailure.Busy or FrameFailure.Unavailable)
        {
            throw new CompressorUnavailableException(busy.Message, busy);
        }
        catch (Exception damaged) when (damaged is FormatException or DicomFormatException or FrameException)
        {
            throw new InvalidDataException(damaged.Message, damaged);
        }
    }

    private static string WordOf(AtRestRefusal refusal) => refusal switch
    {
        AtRestRefusal.NotNative => "not-native",
        AtRestRefusal.NoImage => "no-image",
        AtRestRefusal.NotGrayscale => "not-grayscale",
        AtRestRefusal.Depth => "depth",
        AtRestRefusal.Malformed => "malformed",
        AtRestRefusal.OverlayInPixels => "overlay-in-pixels",
        AtRestRefusal.NotSmaller => "not-smaller",
        _ => "codec",
    };
}
