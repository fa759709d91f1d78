namespace Concord.Imaging.Rendering;

/// <summary>Along one axis: which pixels of the image make a pixel of the picture, and how much each counts.</summary>
/// <remarks>Smaller: each counts by the part of it that is covered. Larger: a cubic (Catmull-Rom) over the four nearest.</remarks>
internal sealed class FilterWeights
{
    /// <summary>Weights of a pixel add up to 1 &lt;&lt; this.</summary>
    public const int FractionBits = 14;

    private readonly int[] _first;
    private readonly int[] _weights;
    private readonly int[] _starts;

    private FilterWeights(int[] first, int[] weights, int[] starts) => (_first, _weights, _starts) = (first, weights, starts);

    /// <param name="origin">Edge of the region, pixels of the image.</param>
    /// <param name="length">Of the region.</param>
    /// <param name="imageSize">Pixels of the image on this axis.</param>
    /// <param name="size">Pixels of the picture.</param>
    public static FilterWeights Of(double origin, double length, int imageSize, int size, bool isFlipped)
    {
        var (first, starts, weights) = (new int[size], new int[size + 1], new List<int>());
        var step = length / size;
        Span<double> shares = new double[(int)Math.Ceiling(step) + 5];
        for (var i = 0; i < size; i++)
        {
            var at = isFlipped ? size - 1 - i : i;
            var from = origin + (at * step);
            var (low, count) = step > 1 ? Area(from, from + step, imageSize, shares) : Cubic(from + (step / 2) - 0.5, imageSize, shares);
            first[i] = low;
            AddRounded(shares[..count], weights);
            starts[i + 1] = weights.Count;
        }
        return new(first, [.. weights], starts);
    }

    /// <summary>The first pixel of the image that counts.</summary>
    public int First(int index) => _first[index];

    public ReadOnlySpan<int> Weights(int index) => _weights.AsSpan(_starts[index], _starts[index + 1] - _starts[index]);

    private static (int Low, int Count) Area(double from, double to, int imageSize, Span<double> shares)
    {
        var low = Math.Clamp((int)Math.Floor(from), 0, imageSize - 1);
        var high = Math.Clamp((int)Math.Ceiling(to) - 1, low, imageSize - 1);
        for (var pixel = low; pixel <= high; pixel++) shares[pixel - low] = Math.Max(Math.Min(to, pixel + 1) - Math.Max(from, pixel), 0);
        return (low, high - low + 1);
    }

    private static (int Low, int Count) Cubic(double center, int imageSize, Span<double> shares)
    {
        var left = (int)Math.Floor(center);
        var low = Math.Clamp(left - 1, 0, imageSize - 1);
        var high = Math.Clamp(left + 2, low, imageSize - 1);
        shares[..(high - low + 1)].Clear();
        for (var tap = left - 1; tap <= left + 2; tap++) shares[Math.Clamp(tap, low, high) - low] += CatmullRom(Math.Abs(center - tap));
        return (low, high - low + 1);
    }

    private static double CatmullRom(double distance) => distance switch
    {
        < 1 => (((1.5 * distance) - 2.5) * distance * distance) + 1,
        < 2 => (((((-0.5 * distance) + 2.5) * distance) - 4) * distance) + 2,
        _ => 0,
    };

    /// <summary>As whole numbers that add up; what rounding leaves goes to the largest.</summary>
    private static void AddRounded(ReadOnlySpan<double> shares, List<int> weights)
    {
        var total = 0.0;
        foreach (var share in shares) total += share;
        var (sum, largest) = (0, weights.Count);
        foreach (var share in shares)
        {
            var weight = total > 0 ? (int)Math.Round(share / total * (1 << FractionBits)) : 0;
            sum += weight;
            weights.Add(weight);
            if (weight > weights[largest]) largest = weights.Count - 1;
        }
        weights[largest] += (1 << FractionBits) - sum;
    }
}
