using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using FsCheck;
using FsCheck.Fluent;

namespace Dicom.Tests.Encoding;

public sealed class SpecificCharacterSetTests
{
    /// <summary>PS3.5 Annexes H (Japanese), I (Korean), J (Unicode, GB18030) and K (GB 2312): terms, bytes in hex, text.</summary>
    public static TheoryData<string, string, string> Examples => new()
    {
        {
            @"\ISO 2022 IR 87",
            "59616d6164615e5461726f753d1b24423b3345441b28425e1b244242404f3a1b28423d1b24422464245e24401b28425e1b2442243f246d24261b2842",
            "Yamada^Tarou=山田^太郎=やまだ^たろう"
        },
        {
            @"ISO 2022 IR 13\ISO 2022 IR 87",
            "d4cfc0de5ec0dbb33d1b24423b3345441b284a5e1b244242404f3a1b284a3d1b24422464245e24401b284a5e1b2442243f246d24261b284a",
            "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"
        },
        { @"\ISO 2022 IR 149", "486f6e675e47696c646f6e673d1b242943fbf35e1b242943d1ced4d73d1b242943c8ab5e1b242943b1e6b5bf", "Hong^Gildong=洪^吉洞=홍^길동" },
        { "ISO_IR 192", "57616e675e5869616f446f6e673de78e8b5ee5b08fe69db13d", "Wang^XiaoDong=王^小東=" },
        { "GB18030", "57616e675e5869616f446f6e673dcdf55ed0a1b6ab3d", "Wang^XiaoDong=王^小东=" },
        { @"\ISO 2022 IR 58", "5a68616e675e5869616f446f6e673d1b242941d5c55e1b242941d0a1b6ab3d", "Zhang^XiaoDong=张^小东=" },
        { @"ISO 2022 IR 100\ISO 2022 IR 144", "4dfc5e1b2d4cb8d2d0dd1b2d41", "Mü^Иван" },
    };

    private static IEnumerable<string[]> Table => File.ReadLines(Path.Combine(Repository.Root, "data/standard/charsets.csv")).Skip(1).Select(line => line.Split(','));

    [Fact] public void Terms_are_those_of_the_table()
    {
        foreach (var row in Table) Assert.True(SpecificCharacterSet.IsKnownTerm(row[0]), row[0]);
        Assert.False(SpecificCharacterSet.IsKnownTerm("ISO_IR 999"));
    }

    [Fact] public void Escapes_are_those_of_the_table()
    {
        foreach (var row in Table)
        {
            if (CharacterSetTerm.Find(row[0]) is not { AllowsExtension: true } term) continue;
            if (row[3].Length > 0) Assert.Contains(row[3], new[] { Convert.ToHexString(term.G0.Escape), term.G1 is { } g1 ? Convert.ToHexString(g1.Escape) : "" });
            if (row[4].Length > 0) Assert.Equal(row[4], Convert.ToHexString(term.G1!.Escape));
        }
    }

    [Theory, MemberData(nameof(Examples))]
    public void Examples_of_the_standard_decode(string terms, string hex, string text) =>
        Assert.Equal(text, SpecificCharacterSet.Of(terms.Split('\\')).Decode(Convert.FromHexString(hex), Vr.PN));

    [Theory, MemberData(nameof(Examples))]
    public void Examples_of_the_standard_encode_to_the_same_bytes(string terms, string hex, string text)
    {
        Assert.True(SpecificCharacterSet.Of(terms.Split('\\')).TryEncode(text, Vr.PN, out var value));
        Assert.Equal(hex, Convert.ToHexStringLower(value));
    }

    [Fact] public void Single_byte_sets_hold_all_their_characters_both_ways()
    {
        foreach (var row in Table)
        {
            if (CharacterSetTerm.Find(row[0]) is not { CodePage: 0, G1: { IsMultiByte: false } right } term || row[0] == "ISO_IR 13") continue;
            var set = SpecificCharacterSet.Of([row[0]]);
            var text = string.Concat(Enumerable.Range(0xA0, 0x60).Select(code => right.Decode((byte)code)).Where(character => character != '\uFFFD'));
            Assert.True(text.Length >= 60, row[0]);
            Assert.True(set.TryEncode(text, Vr.LO, out var value), row[0]);
            Assert.Equal(text, set.Decode(value, Vr.LO));
            if (row[6] != "single" || row[5] == "50222") continue;
            var expected = System.Text.CodePagesEncodingProvider.Instance.GetEncoding(int.Parse(row[5])) ?? System.Text.Encoding.GetEncoding(int.Parse(row[5]));
            Assert.Equal(expected.GetString(value), text);
        }
    }

    [Theory]
    [InlineData(@"\GB18030", "Wang=王")]
    [InlineData(@"ISO 2022 IR 6\GBK", "Wang=王")]
    [InlineData(@"\ISO_IR 192", "Wang=王")]
    [InlineData("iso_ir 192", "Wang=王")]
    [InlineData("ISO-IR 100", "Müller")]
    [InlineData(@"ISO_IR 100\ISO 2022 IR 87", "Müller=山田")]
    [InlineData("ISO 2022 IR 87", "Yamada=山田")]
    public void Terms_that_are_written_wrong_hold_as_they_are_meant(string terms, string text)
    {
        var set = SpecificCharacterSet.Of(terms.Split('\\'));
        Assert.True(set.TryEncode(text, Vr.PN, out var value));
        Assert.Equal(text, set.Decode(value, Vr.PN));
    }

    [Fact] public void Every_line_of_a_long_text_designates_its_set_anew()
    {
        var set = SpecificCharacterSet.Of(["", "ISO 2022 IR 58"]);
        Assert.True(set.TryEncode("张\r\n小东", Vr.LT, out var value));
        Assert.Equal("1b242941d5c50d0a1b242941d0a1b6ab", Convert.ToHexStringLower(value));
        Assert.Equal("张\r\n小东", set.Decode(value, Vr.LT));
    }

    [Fact] public void Backslash_as_second_byte_parts_no_values()
    {
        var gbk = new DataSet().SetString(Tags.SpecificCharacterSet, "GBK");
        gbk.Set(new DataElement(Tags.OtherPatientIDs, Vr.LO, new byte[] { 0x81, 0x5C, 0x5C, (byte)'B' })); // 81 5C is U+4E57
        Assert.Equal(["\u4E57", "B"], gbk.GetStrings(Tags.OtherPatientIDs));
    }

    [Fact] public void Kanji_whose_bytes_are_delimiters_are_kanji()
    {
        var set = SpecificCharacterSet.Of(["", "ISO 2022 IR 87"]);
        Assert.True(set.TryEncode("本表今", Vr.PN, out var value)); // 4B5C 493D 3A23
        Assert.Contains((byte)'\\', value);
        var dataSet = new DataSet().SetStrings(Tags.SpecificCharacterSet, ["", "ISO 2022 IR 87"]).Set(new DataElement(Tags.PatientName, Vr.PN, value));
        Assert.Equal(["本表今"], dataSet.GetStrings(Tags.PatientName));
    }

    [Theory]
    [InlineData("", "Müller")]
    [InlineData("ISO_IR 100", "张三")]
    [InlineData("ISO_IR 144", "Müller")]
    [InlineData(@"\ISO 2022 IR 87", "홍")]
    [InlineData("GBK", "👩")]
    public void Text_that_the_repertoire_does_not_have_is_refused(string terms, string text) =>
        Assert.False(SpecificCharacterSet.Of(terms.Split('\\')).TryEncode(text, Vr.PN, out _));

    [Fact] public void Items_take_the_set_of_what_they_lie_in()
    {
        var dataSet = new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192");
        var item = new DataSet();
        dataSet.SetItems(Tags.RequestAttributesSequence, item);
        item.SetString(Tags.ScheduledProcedureStepDescription, "胸部");
        var read = DataSetReader.Read(DataSetWriter.ToArray(dataSet, TransferSyntax.ExplicitVrLittleEndian), TransferSyntax.ExplicitVrLittleEndian);
        Assert.Equal("胸部", read.GetItems(Tags.RequestAttributesSequence)[0].GetString(Tags.ScheduledProcedureStepDescription));
    }

    [Fact] public void Text_that_is_encoded_decodes_to_itself()
    {
        CharacterSetTerm[] terms = [.. CharacterSetTerm.All];
        var encoded = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(4000), Prop.ForAll<int[]>(picks =>
        {
            if (picks.Length < 4) return;
            CharacterSetTerm[] declared = [terms[Index(picks[0], terms.Length)], terms[Index(picks[1], terms.Length)], terms[Index(picks[2], terms.Length)]];
            var set = SpecificCharacterSet.Of([.. declared.Select(term => term.Term)]);
            var text = string.Concat(picks.Skip(3).Select(pick => Character(declared[Index(pick, 3)], pick)));
            foreach (var vr in new[] { Vr.PN, Vr.LO, Vr.LT })
            {
                if (!set.TryEncode(text, vr, out var value)) continue;
                Assert.Equal(text, set.Decode(value, vr));
                encoded++;
            }
        }));
        Assert.True(encoded > 1000);
    }

    private static int Index(int pick, int count) => (int)(((uint)pick * 2654435761u) >> 8) % count; // small numbers spread wide

    /// <summary>A character of one of the term's sets, or one at which they are reset.</summary>
    private static char Character(CharacterSetTerm term, int pick)
    {
        const string delimiters = "^=\\\r\n\t ";
        var kind = Index(pick * 7, 5);
        if (kind == 0) return delimiters[Index(pick * 31, delimiters.Length)];
        var set = kind < 3 ? term.G1 ?? term.G0 : term.G0;
        var character = set.IsMultiByte ? set.Decode((byte)(0x21 + Index(pick * 13, 94)), (byte)(0x21 + Index(pick * 17, 94))) : set.Decode((byte)(0x20 + Index(pick * 13, 95)));
        return character == GraphicSet.Unknown ? 'x' : character;
    }

    [Fact] public void No_bytes_make_decoding_fail()
    {
        string[] terms = [.. Table.Select(row => row[0])];
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll<byte[], int, int>((bytes, first, second) =>
        {
            var set = SpecificCharacterSet.Of([terms[(first & 0xFFFF) % terms.Length], terms[(second & 0xFFFF) % terms.Length]]);
            return set.Decode(bytes, Vr.PN).Length <= Math.Max(1, bytes.Length * 2);
        }));
    }
}
