using System.Text;
using Concord.Dicom.DataElements;

namespace Concord.Dicom.Encoding;

/// <summary>Text with single-byte sets and ISO 2022 code extension (PS3.5 §6.1.2.5).</summary>
/// <remarks>Value 1 of Specific Character Set is active again before each delimiter of the VR, CR, LF, FF and TAB, and at the end of the value
/// (§6.1.2.5.3).</remarks>
internal sealed class Iso2022
{
    private const byte Escape = 0x1B;
    private static readonly GraphicSet[] Designated =
        [.. CharacterSetTerm.All.SelectMany(term => new[] { term.G0, term.G1 }).OfType<GraphicSet>().Distinct().OrderByDescending(set => set.Escape.Length)];

    private readonly GraphicSet _firstG0;
    private readonly GraphicSet? _firstG1;
    private readonly GraphicSet? _likelyG1; // for bytes that no escape introduces, in the wild
    private readonly bool _isExtended;
    private readonly GraphicSet[] _declared;

    public Iso2022(List<CharacterSetTerm> terms)
    {
        // multi-byte G0 sets are never active at first; where one is named alone, ASCII is
        _firstG0 = terms[0].G0.IsMultiByte ? GraphicSet.Ascii : terms[0].G0;
        _firstG1 = terms[0].G1;
        _likelyG1 = terms.Select(term => term.G1).FirstOrDefault(set => set is not null);
        _isExtended = terms.Count > 1 || terms[0].AllowsExtension;
        _declared = [.. terms.SelectMany(term => new[] { term.G0, term.G1 }).OfType<GraphicSet>().Distinct()];
    }

    /// <summary>ASCII text stands for itself.</summary>
    public bool HasAscii => _firstG0 == GraphicSet.Ascii;

    public string Decode(ReadOnlySpan<byte> value, Vr vr)
    {
        if (HasAscii && Ascii.IsValid(value) && !value.Contains(Escape)) return System.Text.Encoding.ASCII.GetString(value);
        var text = new StringBuilder(value.Length);
        var (g0, g1) = (_firstG0, _firstG1);
        while (!value.IsEmpty)
        {
            var code = value[0];
            if (code == Escape && _isExtended && FindDesignated(value) is { } designated)
            {
                if (designated.IsG1) g1 = designated;
                else g0 = designated;
                value = value[designated.Escape.Length..];
                continue;
            }
            var set = code < 0x80 ? g0 : g1 ?? _likelyG1;
            var isPair = set is { IsMultiByte: true } && code is not (< 0x21 or 0x7F);
            if (code < 0x80 && !isPair && IsReset(code, vr)) (g0, g1) = (_firstG0, _firstG1);
            var isWholePair = isPair && value.Length > 1 && (value[1] & 0x80) == (code & 0x80);
            text.Append(isWholePair ? set!.Decode(code, value[1]) : isPair ? GraphicSet.Unknown : DecodeSingle(set, code, vr));
            value = value[(isWholePair ? 2 : 1)..];
        }
        return text.ToString();
    }

    public bool TryEncode(string text, Vr vr, out byte[] value)
    {
        var output = new MemoryStream(text.Length * 2);
        var (g0, g1) = (_firstG0, _firstG1);
        value = [];
        foreach (var character in text)
        {
            if (character < 0x80 && (IsReset((byte)character, vr) || character < 0x20))
            {
                Restore(output, ref g0, ref g1);
                output.WriteByte((byte)character);
            }
            else if (!TryPut(output, character, vr, ref g0, ref g1)) return false;
        }
        Restore(output, ref g0, ref g1);
        value = output.ToArray();
        return true;
    }

    private static GraphicSet? FindDesignated(ReadOnlySpan<byte> value)
    {
        foreach (var set in Designated)
            if (value.StartsWith(set.Escape)) return set;
        return value.StartsWith("\u001B$@"u8) ? GraphicSet.Kanji : null; // JIS C 6226, its forerunner
    }

    private static bool IsReset(byte code, Vr vr) => code switch
    {
        (byte)'\\' => vr.IsMultiValuedString,
        (byte)'^' or (byte)'=' => vr == Vr.PN,
        0x09 or 0x0A or 0x0C or 0x0D => true,
        _ => false,
    };

    private static char DecodeSingle(GraphicSet? set, byte code, Vr vr)
    {
        if (code < 0x20 || code == 0x7F || set is null) return (char)code;
        if (code == '\\' && set == GraphicSet.Romaji && !vr.IsMultiValuedString) return '\u00A5';
        return code is >= 0x80 and < 0xA0 ? (char)code : set.Decode(code);
    }

    private bool TryPut(MemoryStream output, char character, Vr vr, ref GraphicSet g0, ref GraphicSet? g1)
    {
        if (character == '\u00A5' && !vr.IsMultiValuedString && g0 == GraphicSet.Romaji) character = '\\';
        else if (character == '\\' && g0 == GraphicSet.Romaji) return false;
        if (g0.TryEncode(character, out var code)) return Put(output, g0, code);
        if (g1 is not null && g1.TryEncode(character, out code)) return Put(output, g1, code);
        foreach (var set in _declared)
        {
            if ((!_isExtended && set != _firstG0 && set != _firstG1) || !set.TryEncode(character, out code)) continue;
            output.Write(set.Escape);
            if (set.IsG1) g1 = set;
            else g0 = set;
            return Put(output, set, code);
        }
        if (g0.IsMultiByte && character < 0x80 && _firstG0.TryEncode(character, out code))
        {
            output.Write(_firstG0.Escape);
            g0 = _firstG0;
            return Put(output, g0, code);
        }
        return false;
    }

    private static bool Put(MemoryStream output, GraphicSet set, ushort code)
    {
        var half = set.IsG1 ? 0x80 : 0;
        if (set.IsMultiByte) output.WriteByte((byte)((code >> 8) | half));
        output.WriteByte((byte)((code & 0xFF) | half));
        return true;
    }

    private void Restore(MemoryStream output, ref GraphicSet g0, ref GraphicSet? g1)
    {
        if (g0 != _firstG0) output.Write(_firstG0.Escape);
        if (_firstG1 is not null && g1 != _firstG1) output.Write(_firstG1.Escape);
        (g0, g1) = (_firstG0, _firstG1);
    }
}
