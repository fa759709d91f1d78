using Concord.Imaging.Presentation;

namespace Concord.Server.Imaging;

/// <summary>A stored presentation state, and the frames it is for that are here.</summary>
internal sealed record PresentationSet(PresentationState State, IReadOnlyList<PresentedFrame> Frames)
{
    /// <summary>Null when none is here.</summary>
    public PresentedFrame? First => Frames.Count > 0 ? Frames[0] : null;
}
