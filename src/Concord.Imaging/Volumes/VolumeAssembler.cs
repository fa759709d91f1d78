namespace Concord.Imaging.Volumes;

/// <summary>From frames in any order to volumes. Pure.</summary>
public static class VolumeAssembler
{
    /// <summary>Most orientations or sizes in a series; what differs from all of them is left out.</summary>
    private const int MaxStacks = 256;

    /// <summary>Nearer than this two frames are at one place, mm.</summary>
    private const double SamePlace = 0.01;

    private const double EvenPart = 0.02; // of the spacing
    private const double GapFrom = 1.5; // spacings
    private const double TiltFromDegrees = 0.1;

    /// <summary>Sorts, checks and splits.</summary>
    /// <param name="frames">Of one series.</param>
    /// <returns>The largest stack first, each time point of it a volume; empty when no frame was given.</returns>
    public static IReadOnlyList<Volume> Assemble(IReadOnlyList<SliceGeometry> frames)
    {
        var stacks = new List<List<SliceGeometry>>();
        foreach (var frame in frames)
        {
            var stack = stacks.Find(stack => stack[0].IsParallelTo(frame));
            if (stack is null && stacks.Count < MaxStacks) stacks.Add(stack = []);
            stack?.Add(frame);
        }
        return [.. stacks.OrderByDescending(stack => stack.Count).SelectMany(AssembleStack)];
    }

    private static IEnumerable<Volume> AssembleStack(List<SliceGeometry> frames)
    {
        var places = Places(frames);
        var count = places[0].Count;
        var isEven = places.TrueForAll(place => place.Count == count);
        if (count > 1 && isEven && OrderOfTimes(places) is { } times)
            return times.Select((slices, time) => new Volume(slices, time, Findings(slices, duplicates: 0)));
        List<SliceGeometry> first = [.. places.Select(place => place[0])];
        return [new(first, 0, Findings(first, frames.Count - first.Count))];
    }

    /// <summary>Frames by place, along the normal of the first; at one place in the order in which they came.</summary>
    private static List<List<SliceGeometry>> Places(List<SliceGeometry> frames)
    {
        var normal = frames[0].Normal;
        var places = new List<List<SliceGeometry>>();
        var last = double.NegativeInfinity;
        foreach (var frame in frames.OrderBy(frame => frame.Origin.Dot(normal)))
        {
            var position = frame.Origin.Dot(normal);
            if (position - last > SamePlace) places.Add([]);
            places[^1].Add(frame);
            last = position;
        }
        return places;
    }

    /// <summary>The frames of each time point, by the first attribute that tells all frames apart at every place in the same way.</summary>
    private static List<List<SliceGeometry>>? OrderOfTimes(List<List<SliceGeometry>> places)
    {
        for (var attribute = 0; attribute < SliceReader.TimeAttributes.Count; attribute++)
        {
            var which = attribute;
            var isLast = attribute == SliceReader.TimeAttributes.Count - 1; // the order of instances differs from place to place
            var sorted = places.ConvertAll(place => place.OrderBy(frame => frame.Times[which]).ToList());
            if (sorted.TrueForAll(place => IsTold(place, which)) && (isLast || sorted.TrueForAll(place => Same(place, sorted[0], which))))
                return [.. Enumerable.Range(0, sorted[0].Count).Select(time => sorted.ConvertAll(place => place[time]))];
        }
        return null;
    }

    private static bool IsTold(List<SliceGeometry> place, int attribute)
    {
        for (var i = 0; i < place.Count; i++)
            if (!double.IsFinite(place[i].Times[attribute]) || (i > 0 && place[i].Times[attribute] == place[i - 1].Times[attribute])) return false;
        return true;
    }

    private static bool Same(List<SliceGeometry> place, List<SliceGeometry> other, int attribute)
    {
        for (var i = 0; i < place.Count; i++)
            if (place[i].Times[attribute] != other[i].Times[attribute]) return false;
        return true;
    }

    private static List<VolumeFinding> Findings(IReadOnlyList<SliceGeometry> slices, int duplicates)
    {
        var findings = new List<VolumeFinding>();
        if (duplicates > 0) findings.Add(new VolumeFinding.Duplicates(duplicates));
        if (slices.Count < 2) return findings;
        var normal = slices[0].Normal;
        var distances = slices.Skip(1).Select((slice, i) => (slice.Origin - slices[i].Origin).Dot(normal)).ToList();
        var spacing = distances.Order().ElementAt(distances.Count / 2);
        var even = new List<double>();
        for (var i = 0; i < distances.Count; i++)
        {
            if (distances[i] > GapFrom * spacing) findings.Add(new VolumeFinding.Gap(i, (int)Math.Min(int.MaxValue, Math.Round(distances[i] / spacing) - 1)));
            else even.Add(distances[i]);
        }
        if (even.Exists(distance => Math.Abs(distance - spacing) > Math.Max(SamePlace, EvenPart * spacing))) findings.Add(new VolumeFinding.UnevenSpacing(even.Min(), even.Max()));
        AddLean(slices, normal, findings);
        return findings;
    }

    private static void AddLean(IReadOnlyList<SliceGeometry> slices, Vector3D normal, List<VolumeFinding> findings)
    {
        var axis = (slices[^1].Origin - slices[0].Origin).Normalized();
        var degrees = Math.Acos(Math.Clamp(axis.Dot(normal), -1, 1)) * 180 / Math.PI;
        if (degrees > TiltFromDegrees) findings.Add(new VolumeFinding.Tilt(degrees));
        var most = slices.Max(slice =>
        {
            var from = slice.Origin - slices[0].Origin;
            return (from - (axis * from.Dot(axis))).Length;
        });
        if (most > 0.1 * Math.Min(slices[0].ColumnSpacing, slices[0].RowSpacing)) findings.Add(new VolumeFinding.Shifted(most));
    }
}
