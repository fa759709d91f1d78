namespace Concord.Imaging.Rendering;

/// <summary>How a frame is drawn, where its object leaves that open or the asker wants it otherwise.</summary>
public sealed record RenderOptions
{
    public static RenderOptions Default { get; } = new();

    /// <summary>In place of the object's own VOI transformation.</summary>
    public VoiWindow? Window { get; init; }

    /// <summary>Which of the object's windows, from 0; null: its first VOI LUT, else its first window.</summary>
    public int? WindowIndex { get; init; }

    /// <summary>The window or VOI LUT with that explanation (Window Center &amp; Width Explanation, LUT Explanation), case ignored.</summary>
    public string? WindowExplanation { get; init; }

    /// <summary>Region and size; null: all of it in its own size.</summary>
    public Viewport? Viewport { get; init; }

    public OverlayChoice Overlays { get; init; }
}
