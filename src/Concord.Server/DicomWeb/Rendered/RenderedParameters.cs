using System.Globalization;
using Concord.Imaging.Captions;
using Concord.Imaging.Rendering;
using Concord.Imaging.Rendering.Icc;
using Concord.Server.Imaging;

namespace Concord.Server.DicomWeb.Rendered;

/// <summary>The query parameters of rendered resources (PS3.18 §8.3.5.1): annotation, window, viewport, quality, iccprofile; and preset and overlays, Concord's own.</summary>
internal sealed record RenderedParameters(RenderOptions Options, int Quality, ColorHandling Colors, CaptionKinds Captions)
{
    private const int MaxSide = ushort.MaxValue;

    private const int MaxPresetLength = 64;

    /// <param name="problem">What is wrong with them: 400. Null when nothing is.</param>
    public static RenderedParameters Parse(IQueryCollection query, out string? problem)
    {
        problem = null;
        var options = RenderOptions.Default;
        var quality = PictureRequest.DefaultQuality;
        if (query.TryGetValue("window", out var window))
        {
            if (WindowOf(window.ToString()) is { } asked) options = options with { Window = asked };
            else problem = "window is center,width,function, the function being linear, linear-exact or sigmoid.";
        }
        if (query.TryGetValue("viewport", out var viewport))
        {
            if (ViewportOf(viewport.ToString()) is { } asked) options = options with { Viewport = asked };
            else problem = "viewport is vw,vh or vw,vh,sx,sy,sw,sh: a width and a height in pixels, and a region of the image.";
        }
        if (query.TryGetValue("quality", out var asText) && !TryQuality(asText.ToString(), out quality)) problem = "quality is a number from 1 to 100.";
        if (query.TryGetValue("preset", out var preset))
        {
            if (preset.ToString() is { Length: > 0 and <= MaxPresetLength } words) options = WithPreset(options, words);
            else problem = "preset is the number of a window, from 1, or its explanation.";
        }
        if (query.TryGetValue("overlays", out var overlays))
        {
            if (OverlaysOf(overlays.ToString()) is { } choice) options = options with { Overlays = choice };
            else problem = "overlays is graphics, all or none.";
        }
        var colors = ColorHandling.None;
        if (query.TryGetValue("iccprofile", out var profile) && !TryColors(profile.ToString(), out colors)) problem = "iccprofile is no, yes or srgb; other colour spaces are not made here.";
        var captions = CaptionKinds.None;
        if (query.TryGetValue("annotation", out var annotation) && !TryCaptions(annotation.ToString(), out captions)) problem = "annotation is patient, technique, or both.";
        return new(options, quality, colors, captions);
    }

    /// <summary>A list of <c>patient</c> and <c>technique</c>.</summary>
    public static bool TryCaptions(string text, out CaptionKinds captions)
    {
        captions = CaptionKinds.None;
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries))
        {
            CaptionKinds? kind = word switch { "patient" => CaptionKinds.Patient, "technique" => CaptionKinds.Technique, _ => null };
            if (kind is not { } known) return false;
            captions |= known;
        }
        return true;
    }

    private static bool TryColors(string text, out ColorHandling colors)
    {
        colors = text switch { "yes" => ColorHandling.Embed, "srgb" => ColorHandling.Srgb, _ => ColorHandling.None };
        return colors != ColorHandling.None || text == "no";
    }

    private static OverlayChoice? OverlaysOf(string text) => text switch
    {
        "graphics" => OverlayChoice.Graphics,
        "all" => OverlayChoice.All,
        "none" => OverlayChoice.None,
        _ => null,
    };

    public static bool TryQuality(string text, out int quality) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out quality) && quality is >= 1 and <= 100;

    /// <summary>Columns or rows of a picture; null when that is none.</summary>
    public static int? SideOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var side) && side is >= 1 and <= MaxSide ? side : null;

    public static double? NumberOf(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static RenderOptions WithPreset(RenderOptions options, string words) =>
        int.TryParse(words, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1
            ? options with { WindowIndex = number - 1 }
            : options with { WindowExplanation = words };

    private static VoiWindow? WindowOf(string text)
    {
        var words = text.Split(',');
        if (words.Length is < 2 or > 3 || NumberOf(words[0]) is not { } center || NumberOf(words[1]) is not { } width) return null;
        VoiFunction? function = (words.Length == 3 ? words[2].Trim() : "linear").ToLowerInvariant() switch
        {
            "linear" => VoiFunction.Linear,
            "linear-exact" or "linear_exact" => VoiFunction.LinearExact,
            "sigmoid" => VoiFunction.Sigmoid,
            _ => null,
        };
        return function is { } known && new VoiWindow(center, width, known) is { IsValid: true } window ? window : null;
    }

    /// <summary>Numbers may be left out, their commas stay.</summary>
    private static Viewport? ViewportOf(string text)
    {
        var words = text.Split(',');
        if (words.Length is < 2 or > 6 || SideOf(words[0]) is not { } width || SideOf(words[1]) is not { } height) return null;
        Span<double?> region = [null, null, null, null];
        for (var i = 2; i < words.Length; i++)
        {
            if (words[i].Length == 0) continue;
            if (NumberOf(words[i]) is not { } number || (i < 4 ? number < 0 : number == 0)) return null;
            region[i - 2] = number;
        }
        return new(width, height, region[0], region[1], region[2], region[3]);
    }
}
