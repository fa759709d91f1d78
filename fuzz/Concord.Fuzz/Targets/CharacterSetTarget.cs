using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Fuzz.Engine;
using Concord.Fuzz.Mutation;

namespace Concord.Fuzz.Targets;

/// <summary>Text in every repertoire: decoding never throws; text that can be encoded comes back as it was.</summary>
/// <remarks>Input: a byte that chooses the terms, then the value.</remarks>
internal sealed class CharacterSetTarget : FuzzTarget
{
    private static readonly string[][] Terms =
    [
        [], ["ISO_IR 100"], ["ISO_IR 144"], ["ISO_IR 13"], ["ISO_IR 166"], ["ISO_IR 192"], ["GB18030"], ["GBK"], ["", "ISO 2022 IR 87"], ["ISO 2022 IR 13", "ISO 2022 IR 87", "ISO 2022 IR 159"],
        ["", "ISO 2022 IR 149"], ["", "ISO 2022 IR 58"], ["ISO 2022 IR 100", "ISO 2022 IR 144", "ISO 2022 IR 127"], ["ISO 2022 IR 6", "ISO 2022 IR 87"], ["no such term"], ["", "ISO_IR 192"],
    ];

    // UN is shown as text and never written from it
    private static readonly Vr[] Vrs = [Vr.PN, Vr.LO, Vr.LT, Vr.UC, Vr.UN, Vr.CS];

    private static readonly byte[][] Tokens =
    [
        "\e(B"u8.ToArray(), "\e(J"u8.ToArray(), "\e)I"u8.ToArray(), "\e$B"u8.ToArray(), "\e$@"u8.ToArray(), "\e$(D"u8.ToArray(), "\e$)C"u8.ToArray(), "\e$)A"u8.ToArray(), "\e-A"u8.ToArray(),
        "\e-L"u8.ToArray(), "\e-G"u8.ToArray(), "\e"u8.ToArray(), "^"u8.ToArray(), "="u8.ToArray(), "\\"u8.ToArray(), "\r\n"u8.ToArray(), [0x81, 0x30, 0x81, 0x30], [0xB0, 0xA1], [0xFF, 0xFF], [0xF0, 0x9F, 0x98, 0x80], [0xED, 0xA0, 0x80],
    ];

    public override string Name => "charset";

    public override int MaxLength => 2048;

    public override IEnumerable<byte[]> Seeds()
    {
        for (var which = 0; which < Terms.Length; which++)
        {
            var set = SpecificCharacterSet.Of(Terms[which]);
            foreach (var text in new[] { "Yamada^Tarou=山田^太郎=やまだ^たろう", "Müller^Иван", "김^희중", "张三", "ﾔﾏﾀﾞ¥ ไทย" })
                yield return [(byte)which, .. set.TryEncode(text, Vr.PN, out var value) ? value : System.Text.Encoding.UTF8.GetBytes(text)];
        }
    }

    public override IReadOnlyList<Mutator> Mutators { get; } = [.. Enumerable.Repeat(ByteMutators.Tokens(Tokens), 4)];

    public override void Run(byte[] input, CoverageMap seen)
    {
        if (input.Length == 0) return;
        var set = SpecificCharacterSet.Of(Terms[input[0] % Terms.Length]);
        foreach (var vr in Vrs)
        {
            var text = set.Decode(input.AsSpan(1), vr);
            FuzzException.Require(text.Length <= input.Length, "more characters than bytes");
            seen.NoteSize(text.Length);
            foreach (var letter in text.AsSpan(0, Math.Min(text.Length, 64))) seen.Note(letter >> 11);
            if (vr == Vr.UN || text.Contains('\e', StringComparison.Ordinal) || !set.TryEncode(text, vr, out var value)) continue;
            FuzzException.Require(set.Decode(value, vr) == text, $"encoded text comes back otherwise: {vr.Code} in {string.Join('\\', set.Terms)}");
        }
    }
}
