using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;

namespace Concord.Imaging.Frames;

/// <summary>The frames of one object as they lie: in a data set in memory, or in a stored bundle.</summary>
/// <remarks>Any number of readers at once.</remarks>
public interface IFrameSource
{
    /// <summary>The data set; its pixel data need not be in it. Not to be changed.</summary>
    DataSet Head { get; }

    TransferSyntax TransferSyntax { get; }

    ImagePixels Image { get; }

    /// <summary>Frames that are there; may be fewer than the head says.</summary>
    int Count { get; }

    /// <summary>One frame: its fragments joined, or its native bytes, in little endian whatever the syntax; a 1-bit frame begins at its first bit.</summary>
    /// <param name="index">From 0.</param>
    /// <exception cref="FrameException">It is not there whole.</exception>
    ValueTask<PooledBytes> ReadFrame(int index, CancellationToken cancel);
}
