namespace Concord.Imaging.Rendering;

/// <summary>A picture as rows from the top, 8 bits a sample: one that is there, or one that is drawn as it is read.</summary>
/// <remarks>Not for several readers at once.</remarks>
public interface IPictureRows
{
    int Columns { get; }

    int Rows { get; }

    /// <summary>1 gray, 3 colour.</summary>
    int Samples { get; }

    /// <summary>Some rows, whole; the caller gives them back, before the picture goes.</summary>
    /// <param name="first">From 0.</param>
    ValueTask<PooledBytes> Read(int first, int count, CancellationToken cancel);
}
