using System.Text;
using Concord.Dicom.DataElements;

namespace Concord.Dicom.Encoding;

/// <summary>The repertoires that (0008,0005) names, and how text goes to bytes and back (PS3.5 §6.1, PS3.3 §C.12.1.1.2).</summary>
/// <remarks>Immutable. Text is decoded by what the term says, never by what the bytes look like. Bytes from 80 on where only the default
/// repertoire holds, which has none, are taken as Latin-1: nothing is lost.</remarks>
public sealed class SpecificCharacterSet
{
    private readonly System.Text.Encoding? _alone; // of a set without code extension
    private readonly Iso2022? _extended;

    private SpecificCharacterSet(IReadOnlyList<string> terms)
    {
        Terms = terms;
        List<CharacterSetTerm> known = [.. terms.Select(term => CharacterSetTerm.Find(term) ?? CharacterSetTerm.Default)];
        if (known.Count == 0) known.Add(CharacterSetTerm.Default);
        // a set without code extension stands first and alone (PS3.3 §C.12.1.1.2); behind an empty value, as some write it, it holds as well
        var alone = known.Find(term => term.CodePage != 0);
        if (alone is not null && known.TakeWhile(term => term != alone).All(term => term is { G1: null, G0.IsMultiByte: false })) _alone = CodePages.Lenient(alone.CodePage);
        else _extended = new(known);
    }

    /// <summary>ISO IR 6, what holds when nothing is said.</summary>
    public static SpecificCharacterSet Default { get; } = new([]);

    /// <summary>ISO_IR 192.</summary>
    public static SpecificCharacterSet Utf8 { get; } = new(["ISO_IR 192"]);

    private static SpecificCharacterSet Latin1 { get; } = new(["ISO_IR 100"]);

    private static SpecificCharacterSet Gb18030 { get; } = new(["GB18030"]);

    /// <summary>The defined terms as they stand in (0008,0005).</summary>
    public IReadOnlyList<string> Terms { get; }

    /// <summary>ASCII text without escapes stands for itself.</summary>
    internal bool HasAscii => _alone is not null || _extended!.HasAscii;

    /// <summary>The set that the terms name; a term that is not known is taken for the default repertoire.</summary>
    public static SpecificCharacterSet Of(IReadOnlyList<string> terms) => terms switch
    {
        [] or [""] => Default,
        ["ISO_IR 192"] => Utf8,
        ["ISO_IR 100"] => Latin1,
        ["GB18030"] => Gb18030,
        _ => new(terms),
    };

    /// <summary>Whether <see cref="Of"/> would know the term, a usual misspelling included.</summary>
    public static bool IsKnownTerm(string term) => term.Length == 0 || CharacterSetTerm.Find(term) is not null;

    /// <summary>Decodes a value; never throws: bytes that mean nothing become U+FFFD. Of VRs without a repertoire of their own it is ASCII.</summary>
    public string Decode(ReadOnlySpan<byte> value, Vr vr)
    {
        if (!vr.UsesCharacterSet && vr != Vr.UN) return System.Text.Encoding.Latin1.GetString(value);
        if (_alone is not null) return _alone.GetString(value);
        return _extended!.Decode(value, vr);
    }

    /// <summary>Encodes text; false when the repertoire cannot hold it.</summary>
    public bool TryEncode(string text, Vr vr, out byte[] value)
    {
        if (Ascii.IsValid(text) && (!vr.UsesCharacterSet || HasAscii))
        {
            value = System.Text.Encoding.ASCII.GetBytes(text);
            return true;
        }
        value = [];
        if (!vr.UsesCharacterSet) return false;
        return _alone is null ? _extended!.TryEncode(text, vr, out value) : TryEncodeAlone(_alone, text, out value);
    }

    private static bool TryEncodeAlone(System.Text.Encoding encoding, string text, out byte[] value)
    {
        try
        {
            value = encoding.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            value = [];
            return false;
        }
        // code pages know near misses; what does not come back as it was is not in the repertoire
        return string.Equals(encoding.GetString(value), text, StringComparison.Ordinal);
    }
}
