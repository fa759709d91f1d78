using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Dicom.Tests.Oracles;

/// <summary>What dcmdump or gdcmdump lists of a file, without what a transfer syntax rules: meta, group lengths, delimiters, lengths.</summary>
internal static partial class Dump
{
    private const int LeastShown = 32;

    /// <summary>One element; its depth is that of its indentation.</summary>
    internal readonly record struct Line(int Depth, string Tag, string Vr, string Value);

    public static List<Line> Parse(byte[] output)
    {
        List<Line> lines = [];
        foreach (var text in System.Text.Encoding.Latin1.GetString(output).Split('\n'))
        {
            if (text.AsSpan().TrimStart() is [] or ['#', ..]) continue;
            if (Element().Match(text) is not { Success: true } element)
            {
                // a further line of the value before it
                if (lines.Count > 0) lines[^1] = lines[^1] with { Value = $"{lines[^1].Value}\n{End().Replace(text, "").TrimEnd()}" };
                continue;
            }
            var tag = element.Groups["tag"].Value;
            var vr = element.Groups["vr"].Value;
            if (element.Groups["known"] is { Success: true } known && vr == "??") vr = known.Value[^2..]; // (US or SS => US)
            if (tag.StartsWith("0002", StringComparison.Ordinal) || tag.EndsWith(",0000", StringComparison.Ordinal) || tag is "fffe,e00d" or "fffe,e0dd") continue;
            var value = Length().Replace(End().Replace(element.Groups["value"].Value, ""), "").Trim();
            lines.Add(new(element.Groups["indent"].Length, tag, vr, vr == "SQ" || tag == "fffe,e000" ? "" : value)); // how sequences and items are closed is the syntax's
        }
        return lines;
    }

    /// <summary>The places where two lists differ, and how; nothing when they say the same.</summary>
    /// <param name="isVrLost">One of the two syntaxes has no VRs: what they are is then the tool's dictionary's business, the bytes are ours.</param>
    public static IEnumerable<(string Where, string Kind)> Compare(List<Line> original, List<Line> rewritten, bool isVrLost)
    {
        var (at, to) = (0, 0);
        for (; at < original.Count && to < rewritten.Count; at++, to++)
        {
            var (was, isNow) = (original[at], rewritten[to]);
            if (was == isNow) continue;
            if (was.Tag != isNow.Tag)
            {
                yield return (was.Tag, "order");
                yield break;
            }
            if (was.Vr == isNow.Vr) yield return (was.Tag, "value");
            else if (isVrLost && (was.Vr == "SQ" || isNow.Vr == "SQ"))
            {
                // a private sequence whose creator the tool does not know is bytes to it
                at = SkipInside(original, at);
                to = SkipInside(rewritten, to);
            }
            else if (!isVrLost && !IsUnknown(was.Vr) && !IsUnknown(isNow.Vr)) yield return (was.Tag, $"vr {was.Vr} {isNow.Vr}");
            else if (!IsSame(was, isNow)) yield return (was.Tag, $"bytes {was.Vr} {isNow.Vr}");
        }
        if (at < original.Count || to < rewritten.Count) yield return ("", "lines");
    }

    private static int SkipInside(List<Line> lines, int at)
    {
        var depth = lines[at].Depth;
        while (at + 1 < lines.Count && lines[at + 1].Depth > depth) at++;
        return at;
    }

    private static bool IsUnknown(string vr) => vr is "UN" or "??" or "OB";

    /// <summary>Two VRs of one value: the bytes are the same.</summary>
    private static bool IsSame(Line a, Line b)
    {
        if (a.Value == b.Value) return true;
        var (first, second) = (Bytes(a), Bytes(b));
        if (first.AsSpan().TrimEnd(" \0"u8).SequenceEqual(second.AsSpan().TrimEnd(" \0"u8))) return true;
        // lines of a text were trimmed when they were listed
        if (a.Value.Contains('\n') || b.Value.Contains('\n')) return Array.FindAll(first, IsInk).AsSpan().SequenceEqual(Array.FindAll(second, IsInk));
        var shown = Math.Min(first.Length, second.Length);
        if (shown >= LeastShown && first.AsSpan(0, shown).SequenceEqual(second.AsSpan(0, shown))) return true; // gdcmdump shortens, the unknown more
        return IsReal(a, second) || IsReal(b, first);
    }

    private static bool IsInk(byte code) => code is not ((byte)' ' or (byte)'\r' or (byte)'\n' or 0);

    /// <summary>Reals are listed rounded.</summary>
    private static bool IsReal(Line line, byte[] bytes)
    {
        var size = line.Vr switch { "FL" or "OF" => 4, "FD" or "OD" => 8, _ => 0 };
        var parts = line.Value.Split('\\');
        if (size == 0 || bytes.Length != size * parts.Length) return false;
        for (var i = 0; i < parts.Length; i++)
        {
            var real = size == 4 ? BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * size)) : BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(i * size));
            if (!double.TryParse(parts[i], CultureInfo.InvariantCulture, out var number) || Math.Abs(real - number) > 1e-5 * Math.Abs(real)) return false;
        }
        return true;
    }

    private static byte[] Bytes(Line line)
    {
        if (line.Value is ['[', .. var text, ']']) return System.Text.Encoding.Latin1.GetBytes(text);
        if (line.Value.Length == 0 || line.Value[0] == '(') return [];
        var size = line.Vr switch { "US" or "SS" or "xs" => 2, "UL" or "SL" or "up" => 4, "SV" or "UV" => 8, _ => 0 };
        List<byte> bytes = [];
        foreach (var part in line.Value.Split('\\'))
        {
            if (size > 0) bytes.AddRange(BitConverter.GetBytes(Int128.TryParse(part, CultureInfo.InvariantCulture, out var number) ? (ulong)(number & ulong.MaxValue) : 0)[..size]);
            else
                for (var at = part.Length - 2; at >= 0; at -= 2)
                    bytes.Add(byte.TryParse(part.AsSpan(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : (byte)'?');
        }
        return [.. bytes];
    }

    [GeneratedRegex(@"^(?<indent> *)\((?<tag>[0-9a-f]{4},[0-9a-f]{4})\) (?<vr>[A-Za-z?]{2})( \((?<known>([A-Z]{2} or [A-Z or]+ => )?[A-Z?]{2})\))?( (?<value>.*))?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Element();

    [GeneratedRegex(@"\s+# +(u/l|[0-9]+) *,.*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex End();

    [GeneratedRegex(@"with (explicit|undefined|defined) length|#=[0-9]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Length();
}
