using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Iods;

namespace Dicom.Tests.Iods;

/// <summary>PS3.3 as data: what is checked here was looked up in the standard by hand.</summary>
public sealed class IodTests
{
    private static readonly Iod Ct = Iod.OfSopClass(Uids.CTImageStorage)!;

    [Fact]
    public void A_CT_image_has_the_modules_of_its_table_with_their_usage()
    {
        Assert.Equal("CT Image", Ct.Name);
        Assert.Equal(
            ["Patient M", "General Study M", "General Series M", "Frame of Reference M", "General Equipment M", "General Image M", "Image Plane M", "Image Pixel M", "CT Image M", "SOP Common M"],
            Ct.Modules.Where(module => module.Usage == ModuleUsage.Mandatory && module.Name is not ("General Acquisition" or "General Reference")).Select(module => $"{module.Name} M"));
        Assert.Equal(ModuleUsage.Conditional, Ct.Modules.Single(module => module.Name == "Contrast/Bolus").Usage);
        Assert.Equal(ModuleUsage.UserOption, Ct.Modules.Single(module => module.Name == "Patient Study").Usage);
        Assert.Empty(Ct.FunctionalGroups);
    }

    [Fact]
    public void Attributes_have_type_and_section_and_macros_are_resolved()
    {
        var pixel = Ct.Modules.Single(module => module.Name == "Image Pixel");
        Assert.Equal("C.7.6.3", pixel.Section);
        Assert.Equal(AttributeType.Type1, pixel.Find(Tags.Rows)!.Type); // of Table C.7-11c, two includes down
        Assert.Equal(AttributeType.Type1C, pixel.Find(Tags.PlanarConfiguration)!.Type);
        Assert.Equal(AttributeType.Type2, Ct.Modules.Single(module => module.Name == "Patient").Find(Tags.PatientName)!.Type);
        Assert.Equal("C.8.2.1", Ct.Modules.Single(module => module.Name == "CT Image").Find(Tags.KVP)!.Section);
    }

    [Fact]
    public void Items_of_a_sequence_are_its_own_rows_and_what_they_include()
    {
        var request = Ct.Modules.Single(module => module.Name == "General Series").Find(Tags.RequestAttributesSequence)!;
        var code = request.Items.Single(item => item.Tag == Tags.RequestedProcedureCodeSequence);
        Assert.Equal(AttributeType.Type1, code.Items.Single(item => item.Tag == Tags.CodeMeaning).Type);
    }

    [Fact]
    public void A_content_tree_goes_as_deep_as_one_asks()
    {
        var content = Iod.OfSopClass(Uids.BasicTextSRStorage)!.Modules.Single(module => module.Name == "SR Document Content").Find(Tags.ContentSequence)!;
        for (var depth = 0; depth < 40; depth++)
        {
            Assert.Contains(content.Items, item => item.Tag == Tags.ValueType);
            content = content.Items.Single(item => item.Tag == Tags.ContentSequence);
        }
    }

    [Fact]
    public void A_multi_frame_image_has_its_functional_groups_in_both_sequences()
    {
        var enhanced = Iod.OfSopClass(Uids.EnhancedCTImageStorage)!;
        Assert.Equal(ModuleUsage.Mandatory, enhanced.FunctionalGroups.Single(group => group.Name == "Pixel Measures").Usage);
        Assert.Contains(enhanced.FunctionalGroups.Single(group => group.Name == "Frame Content").Attributes, attribute => attribute.Tag == Tags.FrameContentSequence);
        var groups = enhanced.Modules.Single(module => module.Name == "Multi-frame Functional Groups");
        Assert.True(groups.Find(Tags.SharedFunctionalGroupsSequence)!.HoldsFunctionalGroups);
        Assert.True(groups.Find(Tags.PerFrameFunctionalGroupsSequence)!.HoldsFunctionalGroups);
        Assert.False(groups.Find(Tags.InstanceNumber)!.HoldsFunctionalGroups);
    }

    [Fact]
    public void Terms_say_whether_others_may_stand_beside_them()
    {
        var rotation = Assert.Single(Ct.Modules.Single(module => module.Name == "CT Image").Find(Tags.RotationDirection)!.Terms);
        Assert.True(rotation.IsEnumerated);
        Assert.Equal(["CW", "CC"], rotation.Terms);
        Assert.False(Assert.Single(Ct.Modules.Single(module => module.Name == "Image Pixel").Find(Tags.PhotometricInterpretation)!.Terms).IsEnumerated);
        Assert.Empty(Ct.Modules.Single(module => module.Name == "Image Pixel").Find(Tags.Rows)!.Terms);
    }

    [Fact]
    public void Overlays_are_the_same_attribute_in_every_group()
    {
        var overlay = Ct.Modules.Single(module => module.Name == "Overlay Plane");
        Assert.Equal(AttributeType.Type1, overlay.Find(new Tag(0x6002, 0x0010))!.Type);
        Assert.Null(overlay.Find(new Tag(0x6001, 0x0010)));
    }

    [Fact]
    public void Every_class_of_the_table_has_an_IOD_whose_attributes_the_dictionary_knows()
    {
        var bare = StorageSopClasses.All.Where(uid => Iod.OfSopClass(uid) is null).Select(uid => uid.ToString());
        Assert.Equal(["1.2.840.10008.1.3.10"], bare); // media directories: PS3.3 §F
        foreach (var iod in StorageSopClasses.All.Select(Iod.OfSopClass).OfType<Iod>().DistinctBy(iod => iod.Name))
        {
            Assert.True(iod.IsKnown, iod.Name);
            foreach (var module in iod.Modules.Concat(iod.FunctionalGroups))
            {
                Assert.NotEmpty(module.Attributes);
                AssertKnown(module.Attributes, $"{iod.Name}, {module.Name}", depth: 0);
            }
        }
    }

    private static void AssertKnown(IReadOnlyList<IodAttribute> attributes, string where, int depth)
    {
        foreach (var attribute in attributes)
        {
            Assert.True(attribute.IsAnything || DataDictionary.TryFind(attribute.Tag, out _), $"{where}: {attribute.Tag}");
            if (depth < 2) AssertKnown(attribute.Items, where, depth + 1);
        }
    }
}
