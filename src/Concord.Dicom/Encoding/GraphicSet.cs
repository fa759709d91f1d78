namespace Concord.Dicom.Encoding;

/// <summary>One set of graphic characters that an ISO 2022 escape can designate to G0 or G1 (PS3.5 §6.1.2.5, PS3.3 §C.12.1.1.2).</summary>
internal sealed class GraphicSet
{
    public const char Unknown = '\uFFFD';

    private readonly Lazy<Tables> _tables;

    private GraphicSet(bool isG1, bool isMultiByte, ReadOnlySpan<byte> escape, Func<byte, byte, string> decode)
    {
        (IsG1, IsMultiByte, Escape) = (isG1, isMultiByte, escape.ToArray());
        _tables = new(() => new(isMultiByte, decode));
    }

    public static GraphicSet Ascii { get; } = Single(isG1: false, "\u001B(B"u8, code => code is >= 0x20 and < 0x7F ? (char)code : Unknown);

    /// <summary>JIS X 0201 Romaji, ISO-IR 14; 5C stays a backslash, which parts values, and is no yen sign but in text that has no delimiters.</summary>
    public static GraphicSet Romaji { get; } = Single(isG1: false, "\u001B(J"u8, code => code switch
    {
        0x7E => '\u203E',
        >= 0x20 and < 0x7F => (char)code,
        _ => Unknown,
    });

    /// <summary>JIS X 0201 Katakana, ISO-IR 13.</summary>
    public static GraphicSet Katakana { get; } = Single(isG1: true, "\u001B)I"u8, code => code is >= 0xA1 and <= 0xDF ? (char)(code - 0xA1 + 0xFF61) : Unknown);

    /// <summary>JIS X 0208, ISO-IR 87.</summary>
    public static GraphicSet Kanji { get; } = Double(isG1: false, "\u001B$B"u8, 20932, (first, second) => [(byte)(first | 0x80), (byte)(second | 0x80)]);

    /// <summary>JIS X 0212, ISO-IR 159: in code page 20932 the second byte's high bit tells it from JIS X 0208.</summary>
    public static GraphicSet SupplementaryKanji { get; } = Double(isG1: false, "\u001B$(D"u8, 20932, (first, second) => [(byte)(first | 0x80), second]);

    /// <summary>KS X 1001, ISO-IR 149.</summary>
    public static GraphicSet Hangul { get; } = Double(isG1: true, "\u001B$)C"u8, 949, (first, second) => [first, second]);

    /// <summary>GB 2312, ISO-IR 58.</summary>
    public static GraphicSet Hanzi { get; } = Double(isG1: true, "\u001B$)A"u8, 936, (first, second) => [first, second]);

    /// <summary>Bytes with the high bit belong to it, else those without.</summary>
    public bool IsG1 { get; }

    public bool IsMultiByte { get; }

    /// <summary>What designates it.</summary>
    public byte[] Escape { get; }

    /// <summary>The right half of an ISO 8859 part, or of what is like one.</summary>
    public static GraphicSet RightHalf(byte final, int codePage)
    {
        var encoding = CodePages.Lenient(codePage);
        return new(isG1: true, isMultiByte: false, [0x1B, (byte)'-', final], (code, _) => code >= 0xA0 ? encoding.GetString([code]) : "");
    }

    /// <summary>The character of one byte, of either half.</summary>
    public char Decode(byte code) => _tables.Value.Characters[code & 0x7F];

    /// <summary>The character of two bytes, of either half.</summary>
    public char Decode(byte first, byte second)
    {
        var row = (first & 0x7F) - 0x21;
        var column = (second & 0x7F) - 0x21;
        return row is < 0 or >= Tables.Rows || column is < 0 or >= Tables.Rows ? Unknown : _tables.Value.Characters[(row * Tables.Rows) + column];
    }

    /// <summary>The code of a character, two bytes in one number for multi-byte sets; false when the set does not have it.</summary>
    public bool TryEncode(char character, out ushort code) => _tables.Value.Codes.TryGetValue(character, out code);

    private static GraphicSet Single(bool isG1, ReadOnlySpan<byte> escape, Func<byte, char> decode) =>
        new(isG1, isMultiByte: false, escape, (code, _) => decode(code).ToString());

    private static GraphicSet Double(bool isG1, ReadOnlySpan<byte> escape, int codePage, Func<byte, byte, byte[]> toPage)
    {
        var encoding = CodePages.Lenient(codePage);
        return new(isG1, isMultiByte: true, escape, (first, second) => encoding.GetString(toPage(first, second)));
    }

    /// <summary>All characters of a set, made once when first needed.</summary>
    private sealed class Tables
    {
        public const int Rows = 94;

        public Tables(bool isMultiByte, Func<byte, byte, string> decode)
        {
            Characters = new char[isMultiByte ? Rows * Rows : 128];
            Codes = new Dictionary<char, ushort>(Characters.Length);
            for (var index = 0; index < Characters.Length; index++)
            {
                // single-byte sets are asked with and without the high bit: one of them has it
                var first = (byte)(isMultiByte ? (index / Rows) + 0x21 : index);
                var second = (byte)(isMultiByte ? (index % Rows) + 0x21 : 0);
                var character = One(decode, first, second);
                if (character == Unknown) character = One(decode, (byte)(first | 0x80), (byte)(second | 0x80));
                Characters[index] = character;
                if (character != Unknown) Codes.TryAdd(character, isMultiByte ? (ushort)((first << 8) | second) : first);
            }
        }

        public char[] Characters { get; }

        public Dictionary<char, ushort> Codes { get; }

        private static char One(Func<byte, byte, string> decode, byte first, byte second) =>
            decode(first, second) is [var only] && !char.IsControl(only) ? only : Unknown;
    }
}
