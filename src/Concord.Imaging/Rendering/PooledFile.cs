namespace Concord.Imaging.Rendering;

/// <summary>A file that grows in memory of the pool.</summary>
internal sealed class PooledFile(int expectedBytes) : IDisposable
{
    private PooledBytes _bytes = PooledBytes.Rent(expectedBytes);

    public int Length { get; private set; }

    /// <summary>What has been written, until more is.</summary>
    public ReadOnlySpan<byte> Written => _bytes.Span[..Length];

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _bytes.Memory.Length - Length) Grow(checked(Length + bytes.Length));
        bytes.CopyTo(_bytes.Span[Length..]);
        Length += bytes.Length;
    }

    /// <summary>All of it, given away: nothing can be written any more.</summary>
    public PooledBytes Take() => _bytes.First(Length);

    public void Dispose() => _bytes.Dispose();

    private void Grow(int least)
    {
        using var before = _bytes;
        _bytes = PooledBytes.Rent((int)Math.Min(Array.MaxLength, Math.Max(least, 2L * Length)));
        before.Span[..Length].CopyTo(_bytes.Span);
    }
}
