using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Dicom.Tests.Dictionary;

public sealed class DataDictionaryTests
{
    private static IEnumerable<string[]> Rows => File.ReadLines(Path.Combine(Repository.Root, "data/standard/data_dictionary.csv")).Skip(1).Select(Corpus.Cells);

    [Fact] public void Every_element_of_the_table_is_found_by_tag_and_keyword()
    {
        foreach (var row in Rows.Where(row => row[1].Length > 0))
        {
            var tag = Tag.Parse(row[0]);
            Assert.True(DataDictionary.TryFind(tag, out var found), row[0]);
            Assert.Equal((row[1], row[2], row[4]), (found.Keyword, found.Name, found.Vm));
            Assert.True(DataDictionary.TryFindTag(row[1], out var byKeyword) && byKeyword == tag, row[1]);
        }
    }

    [Fact] public void Elements_that_are_unsigned_or_signed_are_those_of_the_table()
    {
        foreach (var row in Rows.Where(row => !row[0].Contains('x', StringComparison.Ordinal)))
            Assert.Equal(row[3].StartsWith("US or SS", StringComparison.Ordinal), DataDictionary.MayBeSigned(Tag.Parse(row[0])));
    }

    [Theory]
    [InlineData("60023000", Vr.OW, "OverlayData")]
    [InlineData("601E0010", Vr.US, "OverlayRows")]
    [InlineData("50100010", Vr.US, "NumberOfPoints")]
    [InlineData("00203142", Vr.CS, "SourceImageIDs")]
    public void Repeating_groups_are_found(string tag, Vr vr, string keyword)
    {
        Assert.Equal(vr, DataDictionary.VrOf(Tag.Parse(tag)));
        Assert.True(DataDictionary.TryFind(Tag.Parse(tag), out var found));
        Assert.Equal(keyword, found.Keyword);
    }

    [Theory]
    [InlineData("SIEMENS CSA HEADER", 0x00291010u, Vr.OB)]
    [InlineData("SIEMENS CSA HEADER", 0x0029FF10u, Vr.OB)]
    [InlineData("SIEMENS CSA HEADER", 0x00291008u, Vr.CS)]
    [InlineData("NOBODY", 0x00291010u, Vr.UN)]
    [InlineData(null, 0x00291010u, Vr.UN)]
    [InlineData(null, 0x00290010u, Vr.LO)]
    [InlineData(null, 0x00290000u, Vr.UL)]
    public void Private_elements_are_known_by_their_creator(string? creator, uint tag, Vr vr) => Assert.Equal(vr, DataDictionary.VrOf(new Tag(tag), creator));

    [Fact] public void Keywords_are_found_in_any_case_and_tags_as_hex()
    {
        Assert.True(DataDictionary.TryFindTag("patientname", out var name) && name == Tags.PatientName);
        Assert.True(DataDictionary.TryFindTag("00100010", out name) && name == Tags.PatientName);
        Assert.False(DataDictionary.TryFindTag("NoSuchKeyword", out _));
    }

    [Fact] public void Uids_have_their_names()
    {
        Assert.Equal("CT Image Storage", UidDictionary.NameOf(Uid.Parse("1.2.840.10008.5.1.4.1.1.2")));
        Assert.Null(UidDictionary.NameOf(Uid.Parse("1.2.3")));
        Assert.True(UidDictionary.TryFind(Uid.Parse("1.2.840.10008.1.2"), out var syntax));
        Assert.Equal(("Transfer Syntax", "ImplicitVRLittleEndian"), (syntax.Kind, syntax.Keyword));
    }
}
