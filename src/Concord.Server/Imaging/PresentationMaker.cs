using Concord.Imaging;
using Concord.Imaging.Presentation;
using Concord.Server.DicomWeb.Retrieve;
using Concord.Vault.Bundles;
using Concord.Vault.Retrieve;

namespace Concord.Server.Imaging;

/// <summary>Pictures of stored images as stored presentation states say.</summary>
internal sealed class PresentationMaker(VaultRetrieve retrieve, HeadSource heads, PictureMaker pictures)
{
    /// <summary>Images of a state that are looked up.</summary>
    private const int MaxImages = 1_000;

    /// <summary>A presentation state and what is here of its images, all of the same study.</summary>
    public async ValueTask<PresentationSet> Open(BundleEntry entry, CancellationToken cancel)
    {
        var state = new PresentationState(await heads.ReadAll(entry, cancel));
        var found = new List<PresentedFrame>();
        foreach (var reference in state.References.Take(MaxImages))
        {
            var images = await retrieve.FindInstance(reference.SopInstanceUid, cancel);
            if (images.FirstOrDefault(image => image.StudyInstanceUid == entry.StudyInstanceUid) is not { } image) continue;
            if (reference.Frames.Count == 0) found.Add(new(image, null));
            else found.AddRange(reference.Frames.Select(frame => new PresentedFrame(image, frame)));
        }
        return new(state, found);
    }

    /// <summary>The file of one frame's picture; the caller gives it back.</summary>
    /// <exception cref="FrameException">It cannot be drawn.</exception>
    public async ValueTask<PooledBytes> Make(PresentationSet set, PresentedFrame frame, PictureRequest request, CancellationToken cancel)
    {
        if (await pictures.Open(frame.Entry, cancel) is not { } source) throw new FrameException(FrameFailure.Unsupported, "What the presentation state is for is no image");
        var number = frame.Frame ?? PictureMaker.Representative(source);
        return await pictures.Make(source, number, request, cancel, decoded =>
            PresentationRenderer.Render(set.State, source.Head, source.Image, frame.Entry.SopInstanceUid, number, decoded, request.Options.Viewport));
    }
}
