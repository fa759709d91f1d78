using System.Runtime.InteropServices;

namespace Concord.Imaging.AtRest;

/// <summary>Samples of 8 or 16 bits put into the forms of <see cref="PixelForm"/>, in place.</summary>
internal static class SampleForms
{
    /// <summary>What a codec that carries Bits Stored bits gives back: zeros above them, or of signed samples the sign.</summary>
    public static void Clean(Span<byte> samples, ImagePixels image)
    {
        var unused = image.BitsAllocated - image.BitsStored;
        if (unused == 0) return;
        if (!image.IsSigned) Mask(samples, image);
        else if (image.BitsAllocated == 8) foreach (ref var sample in MemoryMarshal.Cast<byte, sbyte>(samples)) sample = (sbyte)((sbyte)(sample << unused) >> unused);
        else foreach (ref var sample in MemoryMarshal.Cast<byte, short>(samples)) sample = (short)((short)(sample << unused) >> unused);
    }

    /// <summary>Cleaned samples in a form.</summary>
    /// <param name="pixels">All frames.</param>
    public static void Apply(PixelForm form, Span<byte> pixels, ImagePixels image)
    {
        if (form.HasFlag(PixelForm.Masked)) Mask(pixels, image);
        if (form.HasFlag(PixelForm.Swapped)) Frames.ByteTurns.Swap(pixels[..(pixels.Length & ~1)], 2);
    }

    private static void Mask(Span<byte> samples, ImagePixels image)
    {
        var mask = (1 << image.BitsStored) - 1;
        if (image.BitsAllocated == 8) foreach (ref var sample in samples) sample &= (byte)mask;
        else foreach (ref var sample in MemoryMarshal.Cast<byte, ushort>(samples)) sample &= (ushort)mask;
    }
}
