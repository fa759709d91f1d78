using Concord.Dicom.DataElements;

namespace Dicom.Tests.DataElements;

public sealed class WordTests
{
    [Theory]
    [InlineData("00100010")]
    [InlineData("0010,0010")]
    [InlineData("(0010,0010)")]
    public void Tags_are_parsed_in_every_usual_form(string text) => Assert.Equal(new Tag(0x0010, 0x0010), Tag.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("0010")]
    [InlineData("(0010,0010")]
    [InlineData("0010-0010")]
    [InlineData("GGGGEEEE")]
    public void What_is_no_tag_is_not_parsed(string text) => Assert.False(Tag.TryParse(text, null, out _));

    [Theory]
    [InlineData("1.2.3", true)]
    [InlineData("1.02.3", true)]
    [InlineData("", false)]
    [InlineData(".1", false)]
    [InlineData("1.", false)]
    [InlineData("1..2", false)]
    [InlineData("1.2a", false)]
    [InlineData("../../etc", false)]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345", false)]
    public void Uids_are_digits_and_dots(string text, bool isUid) => Assert.Equal(isUid, Uid.TryParse(text, null, out _));

    [Fact] public void Uid_of_a_uuid_is_its_number_under_2_25() =>
        Assert.Equal("2.25.329800735698586629295641978511506172918", Uid.FromGuid(Guid.Parse("f81d4fae-7dec-11d0-a765-00a0c91e6bf6")).ToString());

    [Theory]
    [InlineData("A^B", "A^B", "", "")]
    [InlineData("A=B=C", "A", "B", "C")]
    [InlineData("=B", "", "B", "")]
    [InlineData("A=B=C=D", "A", "B", "C=D")]
    public void Names_have_three_groups(string text, string alphabetic, string ideographic, string phonetic)
    {
        Assert.Equal(new PersonName(alphabetic, ideographic, phonetic), PersonName.Parse(text));
        Assert.Equal(text, PersonName.Parse(text).ToString());
    }

    [Fact] public void Every_vr_has_its_letters_and_rules()
    {
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "data/standard/vr.csv")).Skip(1))
        {
            var row = line.Split(',');
            var code = row[0];
            var vr = Enum.Parse<Vr>(code);
            Assert.Equal(code, vr.Code);
            Assert.True(vr.IsKnown);
            Assert.Equal(row[3] == "Y", vr.UsesCharacterSet);
            Assert.Equal(row[6] == "Y" && vr.IsString, vr.IsMultiValuedString);
            Assert.Equal(row[7] == "4", vr.HasLongLength);
            if (vr.IsString) Assert.Equal(row[5] == "space" ? (byte)' ' : (byte)0, vr.Padding);
            Assert.Equal((ushort)((code[0] << 8) | code[1]), (ushort)vr);
        }
        Assert.False(Vr.None.IsKnown);
    }
}
