namespace Concord.Imaging.AtRest;

/// <summary>In which form pixels came, as can be seen from them.</summary>
internal static class SeenForms
{
    /// <summary>The form that differs in the fewest bytes; <paramref name="samples"/> is in it on return.</summary>
    /// <param name="samples">Cleaned, little endian.</param>
    /// <param name="pixels">As they lie in the original.</param>
    public static PixelForm Nearest(byte[] samples, ReadOnlySpan<byte> pixels, ImagePixels image, bool isBigEndian)
    {
        PixelForm[] forms = (isBigEndian, image.IsSigned && image.BitsStored < image.BitsAllocated) switch
        {
            (false, false) => [PixelForm.AsDecoded],
            (false, true) => [PixelForm.AsDecoded, PixelForm.Masked],
            (true, false) => [PixelForm.AsDecoded, PixelForm.Swapped],
            _ => [PixelForm.AsDecoded, PixelForm.Swapped, PixelForm.Masked, PixelForm.Masked | PixelForm.Swapped],
        };
        var (best, fewest) = (forms[0], long.MaxValue);
        var tried = new byte[samples.Length];
        foreach (var form in forms)
        {
            if (fewest == 0) break;
            samples.CopyTo(tried, 0);
            SampleForms.Apply(form, tried, image);
            var different = CountDifferent(tried, pixels);
            if (different < fewest) (best, fewest) = (form, different);
        }
        SampleForms.Apply(best, samples, image);
        return best;
    }

    private static long CountDifferent(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.SequenceEqual(right)) return 0;
        var count = 0L;
        for (var at = 0; at < left.Length; at++) count += left[at] == right[at] ? 0 : 1;
        return count;
    }
}
