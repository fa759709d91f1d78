using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Imaging.Frames;

namespace Concord.Imaging.AtRest;

/// <summary>Native frames with nothing above Bits Stored that a codec would lose.</summary>
internal sealed class CleanFrames(IFrameSource source) : IFrameSource
{
    public DataSet Head => source.Head;

    public TransferSyntax TransferSyntax => source.TransferSyntax;

    public ImagePixels Image => source.Image;

    public int Count => source.Count;

    public async ValueTask<PooledBytes> ReadFrame(int index, CancellationToken cancel)
    {
        var frame = await source.ReadFrame(index, cancel);
        SampleForms.Clean(frame.Span, Image);
        return frame;
    }
}
