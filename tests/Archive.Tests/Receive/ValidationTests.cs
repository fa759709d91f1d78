using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Receive;

namespace Archive.Tests.Receive;

/// <summary>The setting <c>Vault:Validate</c>: what is not what its SOP class says is kept as ever, kept with a warning, or refused.</summary>
public sealed class ValidationTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nobody_looks_unless_it_is_so_set()
    {
        await using var vault = await Open(ReceiveValidation.Off);
        Assert.Equal(new StoreOutcome.Stored(1), await vault.Store(Objects.Slice(1)));
    }

    [Fact]
    public async Task What_does_not_match_its_class_is_kept_with_a_warning()
    {
        await using var vault = await Open(ReceiveValidation.Warn);
        Assert.Equal(new StoreOutcome.Stored(1) { HasFaults = true }, await vault.Store(Objects.Slice(1)));
        Assert.Equal(new StoreOutcome.AlreadyStored { HasFaults = true }, await vault.Store(Objects.Slice(1)));
        Assert.Single(await vault.Entries());
        Assert.Equal(new StoreOutcome.Stored(2), await vault.Store(Conformant(2)));
    }

    [Fact]
    public async Task What_lacks_an_attribute_of_type_1_is_refused_by_its_tag_and_nothing_is_kept()
    {
        await using var vault = await Open(ReceiveValidation.Refuse);
        var lacking = Conformant(1);
        lacking.Remove(Tags.PixelRepresentation);
        var refused = Assert.IsType<StoreOutcome.Refused>(await vault.Store(lacking));
        Assert.Equal((Refusal.DataSetDoesNotMatch, Tags.PixelRepresentation), (refused.Refusal, refused.OffendingElement!.Value));
        Assert.StartsWith("(0028,0103) Pixel Representation is missing: type 1", refused.Reason, StringComparison.Ordinal);
        Assert.Empty(await vault.Entries());

        var nested = Conformant(1).SetItems(Tags.RequestAttributesSequence, new DataSet().SetItems(Tags.ScheduledProtocolCodeSequence, new DataSet().SetString(Tags.CodeValue, "1")));
        Assert.Equal(Tags.RequestAttributesSequence, Assert.IsType<StoreOutcome.Refused>(await vault.Store(nested)).OffendingElement);

        var weaker = Conformant(1);
        weaker.Remove(Tags.StudyID); // type 2
        Assert.Equal(new StoreOutcome.Stored(1) { HasFaults = true }, await vault.Store(weaker));
        Assert.Equal(new StoreOutcome.Stored(2), await vault.Store(Conformant(2)));
    }

    [Fact]
    public async Task What_a_head_leaves_out_is_taken_to_be_there()
    {
        await using var vault = await Open(ReceiveValidation.Refuse);
        var large = Conformant(1).SetUid(Tags.SOPClassUID, Uids.EncapsulatedPDFStorage).SetString(Tags.Modality, "DOC")
            .SetString(Tags.ConversionType, "WSD").SetString(Tags.BurnedInAnnotation, "NO").SetString(Tags.DocumentTitle, "").SetItems(Tags.ConceptNameCodeSequence)
            .SetString(Tags.ContentDate, "").SetString(Tags.ContentTime, "").SetString(Tags.AcquisitionDateTime, "").SetString(Tags.MIMETypeOfEncapsulatedDocument, "application/pdf")
            .Set(new DataElement(Tags.EncapsulatedDocument, Vr.OB, new byte[100_000]));
        Assert.IsType<StoreOutcome.Stored>(await vault.Store(large));
    }

    private Task<TestVault> Open(ReceiveValidation mode) => TestVault.Open(_folder.Path, options => options with { Validate = mode });

    /// <summary>A slice that is all that CT Image Storage asks for.</summary>
    private static DataSet Conformant(int instance) => Objects.Slice(instance)
        .SetStrings(Tags.ImageType, ["ORIGINAL", "PRIMARY", "AXIAL"])
        .SetString(Tags.StudyTime, "101112").SetString(Tags.AccessionNumber, "").SetString(Tags.ReferringPhysicianName, "").SetString(Tags.StudyID, "1")
        .SetString(Tags.PatientBirthDate, "").SetString(Tags.PatientSex, "O").SetString(Tags.SeriesNumber, "1").SetString(Tags.Manufacturer, "")
        .SetString(Tags.KVP, "120").SetString(Tags.SliceThickness, "1").SetString(Tags.PatientPosition, "HFS").SetString(Tags.AcquisitionNumber, "1")
        .SetUid(Tags.FrameOfReferenceUID, Uid.Parse("1.2.3.4")).SetString(Tags.PositionReferenceIndicator, "")
        .SetDoubles(Tags.ImagePositionPatient, [0, 0, 0]).SetDoubles(Tags.ImageOrientationPatient, [1, 0, 0, 0, 1, 0]).SetDoubles(Tags.PixelSpacing, [1, 1])
        .SetInt(Tags.BitsStored, 12).SetInt(Tags.HighBit, 11).SetInt(Tags.PixelRepresentation, 0).SetDouble(Tags.RescaleIntercept, 0).SetDouble(Tags.RescaleSlope, 1);
}
