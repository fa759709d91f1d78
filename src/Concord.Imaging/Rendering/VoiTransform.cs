using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Imaging.Rendering;

/// <summary>Which values are worth seeing, and how bright they are (PS3.3 §C.11.2): a window or a VOI LUT.</summary>
public sealed class VoiTransform
{
    /// <summary>Most windows of an object that are looked at.</summary>
    private const int MaxWindows = 256;

    private readonly VoiWindow _window;
    private readonly LookupTable? _table;

    private VoiTransform(LookupTable table) => _table = table;

    private VoiTransform(VoiWindow window) => _window = window;

    /// <summary>A window, which takes values of any sign.</summary>
    public bool IsWindow => _table is null;

    /// <summary>Brightness of one step between black and white; null when it is no straight line.</summary>
    public double? Slope => _table is null ? _window.Slope : null;

    public static VoiTransform Of(VoiWindow window) => new(window);

    public static VoiTransform Of(LookupTable table) => new(table);

    /// <summary>What the options ask for, else what the frame has: its first VOI LUT, else its first window. Null when there is none: the picture then shows all values.</summary>
    /// <param name="isInputSigned">The modality transformation can give negative values.</param>
    public static VoiTransform? Of(FrameAttributes attributes, RenderOptions options, bool isInputSigned)
    {
        if (options.Window is { } asked) return new(asked);
        var source = attributes.Macro(Tags.FrameVOILUTSequence);
        var windows = Windows(source);
        if (options.WindowIndex is { } index && index >= 0 && index < windows.Count) return new(windows[index].Window);
        if (options.WindowExplanation is { } words && Explained(source, windows, words, isInputSigned) is { } found) return found;
        foreach (var item in source.GetItems(Tags.VOILUTSequence))
            if (LookupTable.TryParse(item, isInputSigned) is { } table) return new(table);
        return windows.Count > 0 ? new(windows[0].Window) : null;
    }

    /// <summary>The valid windows of a data set, each with its explanation or "".</summary>
    public static IReadOnlyList<(VoiWindow Window, string Explanation)> Windows(DataSet source)
    {
        var function = FunctionOf(source.GetString(Tags.VOILUTFunction));
        var explanations = source.GetStrings(Tags.WindowCenterWidthExplanation);
        var windows = new List<(VoiWindow, string)>();
        for (var i = 0; i < MaxWindows && source.GetDouble(Tags.WindowCenter, i) is { } center && source.GetDouble(Tags.WindowWidth, i) is { } width; i++)
        {
            var window = new VoiWindow(center, width, function);
            if (window.IsValid) windows.Add((window, i < explanations.Length ? explanations[i] : ""));
        }
        return windows;
    }

    /// <summary>Brightness of a modality value, 0 to 1.</summary>
    public double Map(double value) => _table is { } table ? (double)table.Map(value) / table.MaxEntry : _window.Map(value);

    private static VoiTransform? Explained(DataSet source, IReadOnlyList<(VoiWindow Window, string Explanation)> windows, string words, bool isInputSigned)
    {
        foreach (var (window, explanation) in windows)
            if (explanation.Equals(words, StringComparison.OrdinalIgnoreCase)) return new(window);
        foreach (var item in source.GetItems(Tags.VOILUTSequence))
        {
            var isNamed = item.GetString(Tags.LUTExplanation) is { } explanation && explanation.Equals(words, StringComparison.OrdinalIgnoreCase);
            if (isNamed && LookupTable.TryParse(item, isInputSigned) is { } table) return new(table);
        }
        return null;
    }

    private static VoiFunction FunctionOf(string? term) => term switch
    {
        "SIGMOID" => VoiFunction.Sigmoid,
        "LINEAR_EXACT" => VoiFunction.LinearExact,
        _ => VoiFunction.Linear,
    };
}
