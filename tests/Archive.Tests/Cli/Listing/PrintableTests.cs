using Concord.Cli.Listing;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Archive.Tests.Cli.Listing;

/// <summary>What comes of files and peers cannot drive a terminal.</summary>
public sealed class PrintableTests
{
    [Theory]
    [InlineData("张^三", "张^三")]
    [InlineData("Müller^Jürgen", "Müller^Jürgen")]
    [InlineData("a\u001b[2Jb", "a\\x1B[2Jb")]
    [InlineData("a\u202Eb", "a\\x202Eb")]
    [InlineData("line\r\nline", "line\\x0D\\x0Aline")]
    [InlineData("\u009b31m", "\\x9B31m")]
    [InlineData("\U00020BB7野", "\U00020BB7野")]
    public void Hostile_characters_are_spelled_out(string text, string expected) => Assert.Equal(expected, Printable.Of(text));

    [Fact]
    public void Half_a_character_becomes_the_replacement_character() => Assert.Equal("\uFFFD alone", Printable.Of((char)0xD800 + " alone"));

    [Fact]
    public void A_listing_holds_nothing_but_lines()
    {
        var hostile = new DataSet().Set(new DataElement(Tags.PatientName, Vr.PN, "\u001b]0;owned\u0007^X\n "u8.ToArray()))
            .Set(new DataElement(Tags.StudyInstanceUID, Vr.UI, "1.2\u001b[0m"u8.ToArray()))
            .Set(new DataElement(new Tag(0x0009, 0x0010), Vr.LO, "CREATOR\u001b"u8.ToArray()))
            .Set(new DataElement(new Tag(0x0009, 0x1001), Vr.LO, "value"u8.ToArray()));
        using var output = new StringWriter { NewLine = "\n" };
        new DataSetListing(output, full: true).Write(hostile);
        Assert.Equal(4, output.ToString().Count(character => character == '\n'));
        Assert.DoesNotContain(output.ToString(), character => char.IsControl(character) && character != '\n');
    }

    [Fact]
    public void Columns_stay_under_each_other_where_characters_are_wide()
    {
        var table = new TextTable("NAME", "ID");
        table.Add("Zhang^San=张^三", "1");
        table.Add("Doe^Jane", "2");
        using var output = new StringWriter { NewLine = "\n" };
        table.Write(output);
        var lines = output.ToString().Split('\n');
        Assert.Equal(["NAME", "Zhang^San=张^三", "Doe^Jane"], lines.Take(3).Select(line => line.Split("  ")[0]));
        Assert.All(lines.Take(3), line => Assert.Equal(17, TextTable.Cells(line[..(line.LastIndexOf(' ') + 1)])));
    }
}
