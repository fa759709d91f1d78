using System.Globalization;

namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>Frame numbers of a URL: <c>1,2,5</c>, counted from 1 (PS3.18 §10.4.1.3).</summary>
internal static class FrameList
{
    /// <summary>Most frames of one request.</summary>
    private const int MaxFrames = 10_000;

    /// <returns>False when it is no list of positive numbers, or too long.</returns>
    public static bool TryParse(string text, out IReadOnlyList<int> frames)
    {
        var parsed = new List<int>();
        frames = parsed;
        foreach (var range in text.AsSpan().Split(','))
        {
            if (parsed.Count == MaxFrames || !int.TryParse(text.AsSpan(range), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1) return false;
            parsed.Add(number);
        }
        return true;
    }
}
