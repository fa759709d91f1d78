using Concord.Vault.Bundles;

namespace Concord.Server.Imaging;

/// <summary>One frame to be drawn by a presentation state.</summary>
/// <param name="Frame">From 0; null: the one that stands for the object.</param>
internal sealed record PresentedFrame(BundleEntry Entry, int? Frame);
