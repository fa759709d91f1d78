namespace Concord.Imaging.Rendering;

/// <summary>A picture for the eye: 8 bits a sample, gray or red, green, blue by pixel, rows from the top, square pixels, no padding.</summary>
/// <param name="Samples">1 gray, 3 colour.</param>
/// <param name="Bytes">At least <see cref="Length"/>; the first ones count.</param>
public sealed record Picture(int Columns, int Rows, int Samples, PooledBytes Bytes) : IPictureRows, IDisposable
{
    public int Length => Columns * Rows * Samples;

    public Span<byte> Span => Bytes.Span[..Length];

    public ReadOnlyMemory<byte> Memory => Bytes.Memory[..Length];

    public static Picture Rent(int columns, int rows, int samples) => new(columns, rows, samples, PooledBytes.Rent(checked(columns * rows * samples)));

    /// <summary>The picture's own bytes, which stay its own.</summary>
    public ValueTask<PooledBytes> Read(int first, int count, CancellationToken cancel) =>
        ValueTask.FromResult(PooledBytes.Of(Bytes.Memory.Slice(first * Columns * Samples, count * Columns * Samples)));

    public void Dispose() => Bytes.Dispose();
}
