using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Server.Imaging.Cine;

/// <summary>How fast frames follow each other (PS3.3 §C.7.6.5).</summary>
internal static class CineRate
{
    private const double Default = 10;

    private const double Slowest = 0.5;

    private const double Fastest = 60;

    /// <summary>Times of a frame time vector that are looked at.</summary>
    private const int MaxTimes = 4096;

    /// <summary>Frames a second: Recommended Display Frame Rate, else Cine Rate, else of Frame Time, else of the mean of the Frame Time Vector; within 0.5 and 60.</summary>
    public static double Of(DataSet head)
    {
        var rate = Positive(head.GetDouble(Tags.RecommendedDisplayFrameRate)) ?? Positive(head.GetDouble(Tags.CineRate)) ?? 1000 / Positive(head.GetDouble(Tags.FrameTime)) ?? 1000 / MeanTime(head);
        return rate is { } known && double.IsFinite(known) ? Math.Clamp(known, Slowest, Fastest) : Default;
    }

    /// <summary>The first time is that before the first frame, which is none.</summary>
    private static double? MeanTime(DataSet head)
    {
        var (sum, count) = (0.0, 0);
        foreach (var text in head.GetStrings(Tags.FrameTimeVector).Skip(1).Take(MaxTimes))
        {
            if (!double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var time) || Positive(time) is null) continue;
            sum += time;
            count++;
        }
        return count > 0 ? sum / count : null;
    }

    private static double? Positive(double? value) => value is > 0 && double.IsFinite(value.Value) ? value : null;
}
