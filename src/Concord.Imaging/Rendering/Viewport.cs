namespace Concord.Imaging.Rendering;

/// <summary>The viewport parameter of a rendered resource (PS3.18 §8.3.5.1.3): a region of the image, scaled to fit into a width and a height with its shape kept.</summary>
/// <param name="Width">Of the picture at most, pixels.</param>
/// <param name="Height">Of the picture at most, pixels.</param>
/// <param name="SourceX">Left edge of the region, pixels of the image; 0 when null.</param>
/// <param name="SourceY">Upper edge of the region.</param>
/// <param name="SourceWidth">Of the region; negative: flipped, left to right. Null: what is right of the left edge.</param>
/// <param name="SourceHeight">Of the region; negative: flipped, upside down. Null: what is below the upper edge.</param>
public sealed record Viewport(int Width, int Height, double? SourceX = null, double? SourceY = null, double? SourceWidth = null, double? SourceHeight = null);
