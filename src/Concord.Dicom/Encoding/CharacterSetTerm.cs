using System.Collections.Frozen;

namespace Concord.Dicom.Encoding;

/// <summary>A defined term of Specific Character Set (PS3.3 §C.12.1.1.2).</summary>
/// <param name="Term">As the standard writes it.</param>
/// <param name="CodePage">For a set that stands alone: UTF-8, GB18030, GBK; else 0.</param>
/// <param name="G0">What it brings for bytes below 80.</param>
/// <param name="G1">What it brings for bytes from 80 on; null when nothing.</param>
/// <param name="AllowsExtension">An ISO 2022 term: escapes may designate other sets.</param>
internal sealed record CharacterSetTerm(string Term, int CodePage, GraphicSet G0, GraphicSet? G1, bool AllowsExtension)
{
    private static readonly FrozenDictionary<string, CharacterSetTerm> Known = Build().ToFrozenDictionary(term => Key(term.Term));

    /// <summary>What holds when nothing is said, ISO-IR 6.</summary>
    public static CharacterSetTerm Default { get; } = new("", 0, GraphicSet.Ascii, null, AllowsExtension: false);

    public static IReadOnlyCollection<CharacterSetTerm> All => Known.Values;

    /// <summary>The row of a term; misspelt as <c>ISO-IR 100</c> or <c>iso_ir_100</c> it is still known.</summary>
    public static CharacterSetTerm? Find(string term) => Known.GetValueOrDefault(Key(term));

    private static string Key(string term) =>
        string.Create(term.Length, term, static (key, from) =>
        {
            for (var i = 0; i < from.Length; i++) key[i] = from[i] is '_' or '-' ? ' ' : char.ToUpperInvariant(from[i]);
        }).Trim();

    private static IEnumerable<CharacterSetTerm> Build()
    {
        yield return new("ISO_IR 192", 65001, GraphicSet.Ascii, null, false);
        yield return new("GB18030", 54936, GraphicSet.Ascii, null, false);
        yield return new("GBK", 936, GraphicSet.Ascii, null, false);
        (string Number, GraphicSet G0, GraphicSet? G1)[] sets =
        [
            ("6", GraphicSet.Ascii, null),
            ("13", GraphicSet.Romaji, GraphicSet.Katakana),
            ("100", GraphicSet.Ascii, GraphicSet.RightHalf((byte)'A', 28591)),
            ("101", GraphicSet.Ascii, GraphicSet.RightHalf((byte)'B', 28592)),
            ("109", GraphicSet.Ascii, GraphicSet.RightHalf((byte)'C', 28593)),
            ("110", GraphicSet.Ascii, GraphicSet.RightHalf((byte)'D', 28594)),
            ("144", GraphicSet.Ascii, GraphicSet.RightHalf((byte)'L', 28595)),
            ("127", GraphicSet.Ascii, GraphicSet.RightHalf((byte)'G', 28596)),
            ("126", GraphicSet.Ascii, GraphicSet.RightHalf((byte)'F', 28597)),
            ("138", GraphicSet.Ascii, GraphicSet.RightHalf((byte)'H', 28598)),
            ("148", GraphicSet.Ascii, GraphicSet.RightHalf((byte)'M', 28599)),
            ("166", GraphicSet.Ascii, GraphicSet.RightHalf((byte)'T', 874)),
            ("203", GraphicSet.Ascii, GraphicSet.RightHalf((byte)'b', 28605)),
        ];
        foreach (var (number, g0, g1) in sets)
        {
            yield return new("ISO_IR " + number, 0, g0, g1, false);
            yield return new("ISO 2022 IR " + number, 0, g0, g1, true);
        }
        yield return new("ISO 2022 IR 87", 0, GraphicSet.Kanji, null, true);
        yield return new("ISO 2022 IR 159", 0, GraphicSet.SupplementaryKanji, null, true);
        yield return new("ISO 2022 IR 149", 0, GraphicSet.Ascii, GraphicSet.Hangul, true);
        yield return new("ISO 2022 IR 58", 0, GraphicSet.Ascii, GraphicSet.Hanzi, true);
    }
}
