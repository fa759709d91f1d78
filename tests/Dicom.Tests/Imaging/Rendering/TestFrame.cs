using System.Buffers.Binary;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Imaging;
using Concord.Imaging.Rendering;

namespace Dicom.Tests.Imaging.Rendering;

/// <summary>Small images made of the numbers that a test is about.</summary>
internal static class TestFrame
{
    public static ImagePixels Gray(int columns, int rows, int allocated = 16, int stored = 0, bool isSigned = false, int highBit = -1, PhotometricInterpretation photometric = PhotometricInterpretation.Monochrome2)
    {
        stored = stored == 0 ? allocated : stored;
        return new(columns, rows, 1, allocated, stored, highBit < 0 ? stored - 1 : highBit, isSigned, false, photometric, 1, SampleKind.Integer);
    }

    public static ImagePixels Color(int columns, int rows, PhotometricInterpretation photometric, int allocated = 8) =>
        new(columns, rows, 3, allocated, allocated, allocated - 1, false, false, photometric, 1, SampleKind.Integer);

    public static DecodedFrame Of(ImagePixels image, params IReadOnlyList<long> samples)
    {
        var bytes = new byte[samples.Count * image.BytesPerSample];
        Span<byte> word = stackalloc byte[8];
        for (var i = 0; i < samples.Count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(word, samples[i]);
            word[..image.BytesPerSample].CopyTo(bytes.AsSpan(i * image.BytesPerSample));
        }
        return new(image, PooledBytes.Of(bytes));
    }

    public static DecodedFrame OfBytes(ImagePixels image, byte[] bytes) => new(image, PooledBytes.Of(bytes));

    public static DataSet Head(ImagePixels image) => new DataSet().SetString(Tags.PhotometricInterpretation, image.Photometric.Term);

    /// <summary>The bytes of the picture of a frame.</summary>
    public static byte[] Draw(DataSet head, DecodedFrame frame, RenderOptions? options = null, int index = 0)
    {
        using var picture = FrameRenderer.Render(head, frame.Image, index, frame, options ?? RenderOptions.Default);
        return picture.Span.ToArray();
    }

    /// <summary>US values under a tag whose VR the dictionary leaves open.</summary>
    public static DataSet SetWords(this DataSet dataSet, Tag tag, params IReadOnlyList<long> values) => dataSet.SetInts(tag, values, Vr.US);
}
