using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Validation;

namespace Dicom.Tests.Validation;

/// <summary>Each rule by one thing that breaks it in an object in which nothing else is wrong.</summary>
public sealed class DataSetValidatorTests
{
    [Fact] public void Nothing_is_wrong_with_what_is_right()
    {
        Assert.Empty(Lines(Objects.Ct()));
        Assert.Empty(Lines(Objects.TextReport()));
    }

    [Fact] public void Type_1_is_missed_and_must_have_a_value()
    {
        Only("Error MissingType1 (0028,0010) PS3.3 C.7.6.3.3", Without(Objects.Ct(), Tags.Rows));
        Only("Error EmptyType1 (0028,0010) PS3.3 C.7.6.3.3", Objects.Ct().SetEmpty(Tags.Rows));
        Only("Error EmptyType1 (0040,A043) PS3.3 C.17.3.3", Objects.TextReport().SetEmpty(Tags.ConceptNameCodeSequence));
    }

    [Fact] public void Type_2_is_missed_and_may_be_empty()
    {
        Only("Error MissingType2 (0010,0010) PS3.3 C.7.1.1", Without(Objects.Ct(), Tags.PatientName));
        Assert.Empty(Lines(Objects.Ct().SetEmpty(Tags.PatientName)));
    }

    [Fact] public void The_strongest_of_two_modules_counts_once() => // General Image: 3, CT Image: 1
        Only("Error MissingType1 (0008,0008) PS3.3 C.8.2.1", Without(Objects.Ct(), Tags.ImageType));

    [Fact] public void A_module_that_overrides_another_counts_alone()
    {
        var capture = Objects.Ct().SetUid(Tags.SOPClassUID, Uids.SecondaryCaptureImageStorage).SetString(Tags.ConversionType, "WSD");
        Assert.DoesNotContain(Lines(Without(capture, Tags.Modality)), line => line.Contains("(0008,0060)", StringComparison.Ordinal)); // SC Equipment: 3
        Assert.Contains("Error MissingType1 (0008,0060) PS3.3 C.7.3.1", Lines(Without(Objects.Ct(), Tags.Modality)));
    }

    [Fact] public void A_condition_that_the_data_set_decides_makes_an_error()
    {
        var colour = Objects.Ct().SetUid(Tags.SOPClassUID, Uids.SecondaryCaptureImageStorage).SetString(Tags.ConversionType, "WSD")
            .SetInt(Tags.SamplesPerPixel, 3).SetString(Tags.PhotometricInterpretation, "RGB");
        Assert.Contains("Error MissingType1 (0028,0006) PS3.3 C.7.6.3.3", Lines(colour));
        Assert.DoesNotContain(Lines(colour.SetInt(Tags.PlanarConfiguration, 0)), line => line.Contains("(0028,0006)", StringComparison.Ordinal));
    }

    [Fact] public void A_condition_that_nothing_decides_is_a_note_only_where_something_speaks_of_it()
    {
        var plain = Objects.Ct().SetString(Tags.Laterality, "L");
        Assert.DoesNotContain(Lines(Objects.Ct()), line => line.Contains("ConditionalMissing", StringComparison.Ordinal));
        var noted = Lines(Without(plain, Tags.Laterality).SetString(Tags.ImageLaterality, "L"));
        Assert.Contains("Note ConditionalMissing (0020,0060) PS3.3 C.7.3.1", noted);
    }

    [Fact] public void Attributes_of_items_are_held_to_their_table_with_the_path_of_the_item()
    {
        var first = Objects.Text();
        var second = Without(Objects.Text(), Tags.TextValue);
        Only("Error MissingType1 (0040,A730)[1].(0040,A160) PS3.3 C.17.3.3", Objects.TextReport().SetItems(Tags.ContentSequence, first, second));
        var code = Without(Objects.Code("1", "L", "x"), Tags.CodeMeaning);
        Only("Error MissingType1 (0040,A730)[0].(0040,A043)[0].(0008,0104) PS3.3 Table 8.8-1a", Objects.TextReport().SetItems(Tags.ContentSequence, Objects.Text().SetItems(Tags.ConceptNameCodeSequence, code)));
    }

    [Fact] public void A_content_item_owes_what_its_value_type_asks_for_and_nothing_else() =>
        Only("Error MissingType2 (0040,A730)[0].(0040,A300) PS3.3 C.18.1", Objects.TextReport()
            .SetItems(Tags.ContentSequence, Without(Objects.Text(), Tags.TextValue).SetString(Tags.ValueType, "NUM")));

    [Fact] public void An_optional_module_counts_when_an_attribute_of_its_own_is_there()
    {
        Assert.Empty(Lines(Objects.Ct().SetEmpty(Tags.ContrastBolusAgent)));
        var trial = Lines(Objects.Ct().SetString(Tags.ClinicalTrialSponsorName, "x"));
        Assert.Contains("Error MissingType1 (0012,0020) PS3.3 C.7.1.3", trial);
        Assert.Contains("Error MissingType2 (0012,0030) PS3.3 C.7.1.3", trial);
    }

    [Fact] public void Overlays_are_held_to_their_module_group_by_group()
    {
        var overlay = Objects.Ct().SetInt(new Tag(0x6002, 0x0010), 2, Vr.US);
        Assert.Contains("Error MissingType1 (6002,0011) PS3.3 C.9.2", Lines(overlay));
        Assert.DoesNotContain(Lines(overlay), line => line.Contains("(6000,", StringComparison.Ordinal));
    }

    [Fact] public void What_no_module_has_is_a_note() =>
        Only("Note NotInIod (0018,0081) PS3.2 3.11.2", Objects.Ct().SetDouble(Tags.EchoTime, 1));

    [Fact] public void Private_elements_are_in_any_IOD_if_their_block_is_reserved()
    {
        var mine = Objects.Ct().Set(new DataElement(new Tag(0x0029, 0x1001), Vr.UN, new byte[2]));
        Only("Warning PrivateCreator (0029,1001) PS3.5 7.8.1", mine);
        Assert.Empty(Lines(mine.SetString(new Tag(0x0029, 0x0010), "SOMEBODY", Vr.LO)));
        Only("Error PrivateCreator (0029,0005) PS3.5 7.8.1", Objects.Ct().Set(new DataElement(new Tag(0x0029, 0x0005), Vr.LO, "AB"u8.ToArray())));
    }

    [Fact] public void Enumerated_values_are_all_that_may_be_and_defined_terms_are_not()
    {
        Only("Error EnumeratedValue (0018,1140) PS3.3 C.8.2.1", Objects.Ct().SetString(Tags.RotationDirection, "ROUND"));
        Only("Error EnumeratedValue (0028,0103) PS3.3 C.7.6.3.3", Objects.Ct().SetInt(Tags.PixelRepresentation, 2));
        Only("Note DefinedTerm (0018,9323) PS3.3 C.8.2.1", Objects.Ct().SetString(Tags.ExposureModulationType, "SOME"));
    }

    [Fact] public void A_representation_that_the_dictionary_does_not_know_is_a_mismatch()
    {
        Only("Error VrMismatch (0010,0020) PS3.6 6", Objects.Ct().SetString(Tags.PatientID, "X", Vr.SH));
        Only("Note VrMismatch (0010,0020) PS3.5 6.2.2", Objects.Ct().Set(new DataElement(Tags.PatientID, Vr.UN, "X "u8.ToArray())));
        Only("Error VrMismatch (7FE0,0010) PS3.5 A.2", Objects.Ct().Set(new DataElement(Tags.PixelData, Vr.OB, new byte[8])));
        Assert.Empty(Lines(Objects.Ct().Set(new DataElement(Tags.SmallestImagePixelValue, Vr.SS, new byte[2])))); // US or SS
    }

    [Theory]
    [InlineData("(0018,1151)", "IS", "12A")] // X-Ray Tube Current
    [InlineData("(0018,0050)", "DS", "1,5")]
    [InlineData("(0008,0022)", "DA", "2026.1.2")]
    [InlineData("(0008,0022)", "DA", "20260230")]
    [InlineData("(0008,0032)", "TM", "10:11:12")]
    [InlineData("(0008,0032)", "TM", "246000")]
    [InlineData("(0008,002A)", "DT", "2026010225")]
    [InlineData("(0010,1010)", "AS", "45Y")]
    [InlineData("(0018,5100)", "CS", "hfs")]
    [InlineData("(0018,0015)", "CS", "SEVENTEEN LETTERS")]
    [InlineData("(0008,0050)", "SH", "seventeen letters")]
    [InlineData("(0020,0052)", "UI", "1.2..3")]
    [InlineData("(0008,1030)", "LO", "bell\u0007")]
    [InlineData("(0010,0010)", "PN", "A^B^C^D^E^F")]
    public void A_value_that_its_representation_does_not_allow_is_an_error_that_does_not_repeat_it(string tag, string vr, string value)
    {
        var at = Tag.Parse(tag);
        var spoiled = Objects.Ct().Set(new DataElement(at, DataDictionary.VrOf(at), System.Text.Encoding.ASCII.GetBytes(value)));
        var finding = Assert.Single(DataSetValidator.Validate(spoiled), finding => finding.Rule == FindingRule.VrValue);
        Assert.Equal((FindingSeverity.Error, tag), (finding.Severity, finding.Path));
        Assert.StartsWith(vr + ": ", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(value, finding.Message, StringComparison.Ordinal);
    }

    [Fact] public void Text_outside_the_default_repertoire_needs_a_character_set()
    {
        var name = Objects.Ct().Set(new DataElement(Tags.PatientName, Vr.PN, System.Text.Encoding.UTF8.GetBytes("Zoë^X ")));
        Only("Error VrValue (0010,0010) PS3.3 C.12.1.1.2", name);
        Only("Error VrValue (0010,0010) PS3.3 C.12.1.1.2", name.SetString(Tags.SpecificCharacterSet, "ISO_IR 999"));
        Assert.Empty(Lines(name.SetString(Tags.SpecificCharacterSet, "ISO_IR 192")));
    }

    [Fact] public void Padding_and_whole_numbers_are_looked_at()
    {
        Only("Warning VrValue (0010,0020) PS3.5 6.2", Objects.Ct().Set(new DataElement(Tags.PatientID, Vr.LO, "X\0"u8.ToArray())));
        Only("Warning VrValue (0020,000D) PS3.5 6.2", Objects.Ct().Set(new DataElement(Tags.StudyInstanceUID, Vr.UI, "1.2.3 "u8.ToArray())));
        Assert.Contains("Error VrValue (0028,0010) PS3.5 6.2", Lines(Objects.Ct().Set(new DataElement(Tags.Rows, Vr.US, new byte[3]))));
    }

    [Theory]
    [InlineData("1", 1, true), InlineData("1", 2, false), InlineData("1-3", 3, true), InlineData("1-3", 4, false), InlineData("2-n", 1, false), InlineData("2-n", 9, true)]
    [InlineData("3-3n", 6, true), InlineData("3-3n", 7, false), InlineData("2-2n", 3, false), InlineData("1-n or 1", 5, true), InlineData("4-5", 3, false)]
    public void Multiplicity_is_what_the_dictionary_writes(string vm, int count, bool isAllowed) => Assert.Equal(isAllowed, Multiplicity.Allows(vm, count));

    [Fact] public void Too_many_values_are_told() =>
        Only("Error Multiplicity (0028,0030) PS3.6 6", Objects.Ct().SetDoubles(Tags.PixelSpacing, [1, 2, 3]));

    [Fact] public void An_unknown_class_is_told_and_values_are_looked_at_all_the_same()
    {
        var unknown = Objects.Ct().SetUid(Tags.SOPClassUID, Uid.Parse("1.2.3.4.5")).SetDoubles(Tags.PixelSpacing, [1]);
        Assert.Equal(["Warning UnknownSopClass (0008,0016) PS3.4 B.5", "Error Multiplicity (0028,0030) PS3.6 6"], Lines(unknown));
        Assert.Equal("Error MissingType1 (0008,0016) PS3.3 C.12.1", Lines(Without(Objects.Ct(), Tags.SOPClassUID))[0]);
    }

    [Fact] public void Frames_and_items_are_counted_and_mandatory_groups_asked_for()
    {
        var frames = new DataSet().SetUid(Tags.SOPClassUID, Uids.EnhancedCTImageStorage).SetInt(Tags.NumberOfFrames, 3)
            .SetItems(Tags.SharedFunctionalGroupsSequence, new DataSet().SetItems(Tags.PixelMeasuresSequence, new DataSet()))
            .SetItems(Tags.PerFrameFunctionalGroupsSequence, new DataSet().SetItems(Tags.FrameContentSequence, new DataSet()), new DataSet());
        var lines = Lines(frames);
        Assert.Contains("Error ItemCount (5200,9230) PS3.3 C.7.6.16", lines);
        Assert.Contains("Error MissingType1 (5200,9230)[1].(0020,9111) PS3.3 C.7.6.16.2.2", lines); // in the first item, not in the second
        Assert.Contains("Error MissingType1 (5200,9230)[0].(0020,9113) PS3.3 C.7.6.16.2.3", lines);
        Assert.DoesNotContain(lines, line => line.Contains("].(0028,9110)", StringComparison.Ordinal)); // shared
    }

    [Fact] public void In_a_head_what_was_left_out_is_not_missed()
    {
        var head = Without(Without(Objects.Ct(), Tags.PixelData), Tags.Rows);
        Assert.Equal(["Error MissingType1 (0028,0010) PS3.3 C.7.6.3.3"], Lines(head, new() { IsHead = true }));
        Assert.Contains("Error MissingType1 (7FE0,0010) PS3.3 C.7.6.3", Lines(head));
    }

    [Fact] public void Findings_are_bounded_and_come_as_they_are_asked_for()
    {
        var empty = new DataSet().SetUid(Tags.SOPClassUID, Uids.CTImageStorage);
        Assert.True(DataSetValidator.Validate(empty).Count() > 20);
        Assert.Equal(5, DataSetValidator.Validate(empty, new() { MaxFindings = 5 }).Count());
        Assert.DoesNotContain(DataSetValidator.Validate(Objects.Ct().SetDouble(Tags.EchoTime, 1), new() { Least = FindingSeverity.Warning }), _ => true);
    }

    private static DataSet Without(DataSet dataSet, Tag tag)
    {
        Assert.True(dataSet.Remove(tag));
        return dataSet;
    }

    private static void Only(string expected, DataSet dataSet) => Assert.Equal([expected], Lines(dataSet));

    private static List<string> Lines(DataSet dataSet, ValidationOptions? options = null) =>
        [.. DataSetValidator.Validate(dataSet, options).Select(finding => $"{finding.Severity} {finding.Rule} {finding.Path} {finding.Section}")];
}
