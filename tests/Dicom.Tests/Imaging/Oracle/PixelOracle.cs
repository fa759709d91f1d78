using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Imaging;
using Concord.Imaging.Codecs;
using Concord.Imaging.Frames;

namespace Dicom.Tests.Imaging.Oracle;

/// <summary>The columns of the manifest that tell samples, compared to what is decoded here.</summary>
internal static class PixelOracle
{
    private static readonly FrameDecoder Decoder = new(CodecProgram.Shared);

    /// <summary>Null when all samples are as the row says; else in one word how they are not.</summary>
    public static async Task<string?> Compare(byte[] file, IReadOnlyDictionary<string, string> row)
    {
        try
        {
            var (head, dataSet) = Part10.Read(file);
            var frames = DataSetFrames.Of(dataSet, head.TransferSyntax);
            return await Compare(frames, row);
        }
        catch (FrameException failed)
        {
            return failed.Failure.ToString();
        }
        catch (DicomFormatException)
        {
            return "Unreadable";
        }
    }

    /// <summary>Fails on a difference that is not listed, and on a listed one that was looked for and is not there.</summary>
    public static void AssertAccepted(IReadOnlyDictionary<string, string> found, Func<string, bool> wasSeen)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Dicom.Tests", "Imaging", "Oracle", "differences.csv"));
        var accepted = lines[1..].Select(Corpus.Cells).Where(cells => wasSeen(cells[0])).Select(cells => $"{cells[0]},{cells[1]}");
        Assert.Equal(accepted.Order(StringComparer.Ordinal), found.Select(pair => $"{pair.Key},{pair.Value}").Order(StringComparer.Ordinal));
    }

    private static async Task<string?> Compare(DataSetFrames frames, IReadOnlyDictionary<string, string> row)
    {
        var (kept, photometric, size) = (new MemoryStream(), PhotometricInterpretation.Unknown, 0);
        var bits = new PackedBits(kept, isSpread: row["transfer_syntax"] == "1.2.840.10008.1.2.4.90", isFrameWhole: frames.TransferSyntax.IsEncapsulated);
        for (var i = 0; i < frames.Count; i++)
        {
            using var lies = await frames.ReadFrame(i, default);
            using var decoded = await Decoder.Decode(frames.TransferSyntax, frames.Image, lies.Memory, DecodeOptions.Whole, default);
            // the manifest has native 4:2:2 as it lies; here it is spread
            var isAsStored = frames.Image.Photometric == PhotometricInterpretation.YbrFull422 && !frames.TransferSyntax.IsEncapsulated;
            (photometric, size) = (isAsStored ? frames.Image.Photometric : decoded.Image.Photometric, decoded.Image.BytesPerSample);
            if (size == 0) bits.Add(decoded.Bytes.Span, (int)frames.Image.SamplesPerFrame);
            else kept.Write(isAsStored ? lies.Span : decoded.Bytes.Span);
        }
        bits.Flush();
        if (row["pixel_bytes"] is { Length: > 0 } bytes && kept.Length != long.Parse(bytes, CultureInfo.InvariantCulture)) return "Length";
        if (row["pixel_photometric"] is { Length: > 0 } expected && expected != photometric.Term) return "Photometric";
        if (Convert.ToHexStringLower(SHA256.HashData(kept.GetBuffer().AsSpan(0, (int)kept.Length))) == row["pixel_sha256"]) return null;
        return row["pixel_match"].Contains("tol:", StringComparison.Ordinal) && IsNear(kept.ToArray(), size, frames.Image.IsSigned, row) ? null : "Samples";
    }

    private static bool IsNear(byte[] samples, int size, bool isSigned, IReadOnlyDictionary<string, string> row)
    {
        var tolerance = int.Parse(row["pixel_match"].Split(':')[^1], CultureInfo.InvariantCulture);
        var expected = row["pixel_samples"].Split(';');
        var count = samples.Length / size;
        for (var k = 0; k < expected.Length; k++)
        {
            var at = samples.AsSpan((int)((long)((2 * k) + 1) * count / 32) * size, size);
            var value = size switch
            {
                1 => isSigned ? (sbyte)at[0] : at[0],
                2 => isSigned ? BinaryPrimitives.ReadInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at),
                _ => BinaryPrimitives.ReadInt32LittleEndian(at),
            };
            if (Math.Abs(value - double.Parse(expected[k], CultureInfo.InvariantCulture)) > tolerance) return false;
        }
        return true;
    }
}
