using Archive.Tests.Lifecycle;
using Archive.Tests.Receive;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Vault.Corrections;
using Concord.Vault.Lifecycle;
using Concord.Vault.Query;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.Corrections;

/// <summary>What is set right of a study holds in every answer; the bytes stay.</summary>
public sealed class CorrectionTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_correction_is_in_every_answer_and_undone_gives_back_every_byte()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        await vault.Store(Objects.Slice(1));
        await vault.Store(Objects.Slice(2));
        await vault.Store(Objects.Slice(1, study: 2).SetString(Tags.PatientID, "P2").SetString(Tags.PatientName, "Right^Person"));
        var before = await Answers.Of(vault);
        var came = vault.DataSetOf((await vault.Entries())[0]);
        var done = Assert.IsType<CorrectionOutcome.Done>(await Correct(vault, new DataSet().SetString(Tags.PatientID, "P2").SetString(Tags.PatientName, "Right^Person")));
        foreach (var entry in await vault.Entries())
        {
            Assert.NotEqual(0, entry.Correction);
            Assert.Equal(("P2", "Right^Person"), Identity((await vault.Vault.Bundles.ReadHead(entry, default)).Head));
            var given = Read(vault.Vault.Bundles.Corrected(entry)!.OpenDataSet());
            Assert.Equal(("P2", "Right^Person"), Identity(given));
            var original = Assert.Single(given.GetItems(Tags.OriginalAttributesSequence));
            Assert.Equal(("P1", "Test^Synthetic"), Identity(Assert.Single(original.GetItems(Tags.ModifiedAttributesSequence))));
            Assert.Equal(("CORRECT", "Concord"), (original.GetString(Tags.ReasonForTheAttributeModification), original.GetString(Tags.ModifyingSystem)));
        }
        Assert.Equal(came, vault.DataSetOf((await vault.Entries())[0]));
        Assert.Empty(await Find(vault, QueryLevel.Study, Tags.PatientID, "P1"));
        Assert.Equal(2, (await Find(vault, QueryLevel.Study, Tags.PatientName, "right^p*")).Count);
        Assert.Equal(2, (await Find(vault, QueryLevel.Image, Tags.StudyInstanceUID, Objects.Study().ToString())).Count(match => match.GetString(Tags.PatientID) == "P2"));
        Assert.Equal("2", Assert.Single(await Find(vault, QueryLevel.Patient, Tags.PatientID, "P2")).GetString(Tags.NumberOfPatientRelatedStudies));
        Assert.Empty(await Find(vault, QueryLevel.Patient, Tags.PatientID, "P1"));
        Assert.IsType<CorrectionOutcome.Done>(await vault.Vault.Corrections.Undo(done.Number, "ann", "it was the other one", default));
        Assert.Equal(before, await Answers.Of(vault));
        Assert.Null(vault.Vault.Bundles.Corrected((await vault.Entries())[0]));
        Assert.IsType<CorrectionOutcome.NotFound>(await vault.Vault.Corrections.Undo(done.Number, "ann", "again", default));
    }

    [Fact]
    public async Task What_comes_later_and_what_is_made_anew_is_corrected_too()
    {
        string said;
        await using (var vault = await TestVault.Open(_folder.Path))
        {
            await vault.Store(Objects.Slice(1));
            Assert.IsType<CorrectionOutcome.Done>(await Correct(vault, new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192").SetString(Tags.PatientName, "王^小明").SetString(Tags.StudyDescription, "Chest")));
            Assert.IsType<CorrectionOutcome.Done>(await Correct(vault, new DataSet().SetString(Tags.SeriesDescription, "Axial"), Objects.Series()));
            Assert.IsType<StoreOutcome.AlreadyStored>(await vault.Store(Objects.Slice(1)));
            await vault.Store(Objects.Slice(2));
            await vault.Store(Objects.Slice(3, series: 2));
            await vault.Vault.SealAll(default);
            said = await Answers.Of(vault);
        }
        await VaultReindexer.Reindex(new VaultOptions { Folder = _folder.Path }, TimeProvider.System, NullLoggerFactory.Instance, null, CancellationToken.None);
        await using (var vault = await TestVault.Open(_folder.Path))
        {
            Assert.Equal(said, await Answers.Of(vault));
            Assert.Equal(3, (await Find(vault, QueryLevel.Image, Tags.PatientName, "王*")).Count);
            Assert.Single(await Find(vault, QueryLevel.Study, Tags.PatientName, "wang^xiaoming"));
            var series = await Find(vault, QueryLevel.Series, Tags.StudyInstanceUID, Objects.Study().ToString(), Tags.SeriesDescription);
            Assert.Equal(["", "Axial"], series.Select(one => one.GetString(Tags.SeriesDescription) ?? "").Order(StringComparer.Ordinal));
            Assert.Equal(2, (await vault.Vault.Corrections.List(Objects.Study(), 0, 10, default)).Count);
            var entry = (await vault.Entries())[1];
            Assert.Null(await vault.Vault.Bundles.OpenMetadata(entry.BundleId, default)); // what was sealed says otherwise
            Assert.False(vault.Vault.Bundles.IsWhole(entry.BundleId));
        }
    }

    [Fact]
    public async Task Of_two_corrections_the_later_counts_until_it_is_undone()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        await vault.Store(Objects.Slice(1));
        var first = Assert.IsType<CorrectionOutcome.Done>(await Correct(vault, new DataSet().SetString(Tags.AccessionNumber, "A1").SetString(Tags.PatientSex, "M")));
        var second = Assert.IsType<CorrectionOutcome.Done>(await Correct(vault, new DataSet().SetString(Tags.AccessionNumber, "A2")));
        var head = await Head(vault);
        Assert.Equal(("A2", "M"), (head.GetString(Tags.AccessionNumber), head.GetString(Tags.PatientSex)));
        Assert.Equal(["", "A1"], head.GetItems(Tags.OriginalAttributesSequence).Select(item => item.GetItems(Tags.ModifiedAttributesSequence)[0].GetString(Tags.AccessionNumber) ?? ""));
        var tagged = (await vault.Entries())[0].Correction;
        Assert.IsType<CorrectionOutcome.Done>(await vault.Vault.Corrections.Undo(first.Number, "ann", "", default));
        head = await Head(vault);
        Assert.Equal(("A2", null), (head.GetString(Tags.AccessionNumber), head.GetString(Tags.PatientSex)));
        Assert.NotEqual(tagged, (await vault.Entries())[0].Correction);
        var listed = await vault.Vault.Corrections.List(Objects.Study(), 0, 10, default);
        Assert.Equal([first.Number, second.Number], listed.Select(one => one.Number));
        Assert.Equal(("ann", null), (listed[0].Undone!.Who, listed[1].Undone));
        Assert.Equal("A1", listed[1].Before.GetString(Tags.AccessionNumber));
    }

    [Theory]
    [InlineData("ISO_IR 100", "Müller^Jörg", "ISO_IR 100", "Möller^Jörg")] // holds it
    [InlineData("ISO_IR 100", "Müller^Jörg", "ISO_IR 192", "张^三")] // does not
    [InlineData("GB18030", "李^四", "GB18030", "张^三")]
    [InlineData("", "Smith^John", "ISO_IR 192", "张^三")]
    public async Task Where_its_character_set_cannot_hold_the_correction_all_text_goes_out_in_utf8(string from, string name, string to, string corrected)
    {
        foreach (var syntax in new[] { TransferSyntax.ExplicitVrLittleEndian, TransferSyntax.ImplicitVrLittleEndian, TransferSyntax.ExplicitVrBigEndian, TransferSyntax.DeflatedExplicitVrLittleEndian })
        {
            using var folder = new TestFolder();
            await using var vault = await TestVault.Open(folder.Path);
            var slice = Objects.Slice(1).SetString(Tags.SpecificCharacterSet, from).SetString(Tags.PatientName, name).SetString(Tags.ReferringPhysicianName, name);
            slice.SetItems(Tags.RequestAttributesSequence, slice.NewItem().SetString(Tags.RequestedProcedureDescription, name));
            Assert.IsType<StoreOutcome.Stored>(await vault.Store(slice, syntax));
            Assert.IsType<CorrectionOutcome.Done>(await Correct(vault, new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192").SetString(Tags.PatientName, corrected)));
            var entry = (await vault.Entries())[0];
            var given = Read(vault.Vault.Bundles.Corrected(entry)!.OpenDataSet(), syntax);
            Assert.Equal((to, corrected, name), (given.GetString(Tags.SpecificCharacterSet), given.GetString(Tags.PatientName), given.GetString(Tags.ReferringPhysicianName)));
            Assert.Equal(name, given.GetItems(Tags.RequestAttributesSequence)[0].GetString(Tags.RequestedProcedureDescription));
            Assert.Equal(name, given.GetItems(Tags.OriginalAttributesSequence)[0].GetItems(Tags.ModifiedAttributesSequence)[0].GetString(Tags.PatientName));
            Assert.Equal(slice[Tags.PixelData].Value.ToArray(), PixelsOf(given, syntax));
        }
    }

    [Fact]
    public async Task A_range_of_a_corrected_object_is_that_range_of_it()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        await vault.Store(Objects.Slice(1, pixelBytes: 96 << 10));
        await Correct(vault, new DataSet().SetString(Tags.PatientName, "Somebody^Else").SetString(Tags.AccessionNumber, "A7"));
        var corrected = vault.Vault.Bundles.Corrected((await vault.Entries())[0])!;
        var whole = ReadAll(corrected.Open(0, corrected.Length));
        Assert.Equal(corrected.Length, whole.Length);
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var at = random.Next(whole.Length);
            var length = random.Next(whole.Length - at) + 1;
            Assert.Equal(whole[at..(at + length)], ReadAll(corrected.Open(at, length)));
        }
    }

    [Fact]
    public async Task What_identifies_an_object_or_is_no_value_is_refused_and_nothing_changes()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        await vault.Store(Objects.Slice(1));
        var before = await Answers.Of(vault);
        foreach (var wrong in new[]
        {
            new DataSet(), new DataSet().SetUid(Tags.StudyInstanceUID, Objects.Study(2)), new DataSet().SetInt(Tags.Rows, 5), new DataSet().SetString(Tags.Modality, "MR"),
            new DataSet().SetString(Tags.StudyDate, "yesterday"), new DataSet().SetString(Tags.PatientSex, "MALE, OR SO IT SEEMS"), new DataSet().SetString(Tags.PatientID, new string('9', 65)),
            new DataSet().Set(new(Tags.PatientName, Vr.OB, new byte[4])), new DataSet().SetString(Tags.PatientComments, new string('x', 20_000)), new DataSet().SetString(Tags.PatientID, "P1"),
        })
            Assert.IsType<CorrectionOutcome.Refused>(await Correct(vault, wrong));
        Assert.IsType<CorrectionOutcome.Refused>(await Correct(vault, new DataSet().SetString(Tags.PatientID, "P3"), Objects.Series()));
        Assert.IsType<CorrectionOutcome.NotFound>(await Correct(vault, new DataSet().SetString(Tags.SeriesDescription, "x"), Objects.Series(9)));
        var missing = await vault.Vault.Corrections.Correct(new([Objects.Study(), Objects.Study(9)], null, new DataSet().SetString(Tags.PatientID, "P3")), "ann", "", default);
        Assert.Equal([Objects.Study(9)], Assert.IsType<CorrectionOutcome.NotFound>(missing).Studies);
        Assert.Equal(before, await Answers.Of(vault));
        Assert.Empty(await vault.Vault.Corrections.List(null, 0, 10, default));
    }

    [Fact]
    public async Task A_preview_says_what_would_change_and_which_patient_the_study_would_come_to()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        await vault.Store(Objects.Slice(1));
        await vault.Store(Objects.Slice(2, series: 2).SetString(Tags.InstitutionName, "East"));
        await vault.Store(Objects.Slice(1, study: 2).SetString(Tags.PatientID, "P2").SetString(Tags.PatientName, "Right^Person"));
        var (refusal, studies) = await vault.Vault.Corrections.Preview(
            new([Objects.Study()], null, new DataSet().SetString(Tags.PatientID, "P2").SetString(Tags.InstitutionName, "West")), default);
        var one = Assert.Single(studies);
        Assert.Null(refusal);
        Assert.Equal((2, 2L, "P1", "P2"), (one.Series, one.Instances, one.Before.GetString(Tags.PatientID), one.After.GetString(Tags.PatientID)));
        Assert.Equal([Tags.InstitutionName], one.Differing);
        Assert.Equal(new JoinedPatient("P2", "", "Right^Person", 1), one.Joins);
        Assert.Equal("P1", (await Find(vault, QueryLevel.Study, Tags.StudyInstanceUID, Objects.Study().ToString(), Tags.PatientID))[0].GetString(Tags.PatientID));
    }

    private static Task<CorrectionOutcome> Correct(TestVault vault, DataSet set, Uid? series = null) =>
        vault.Vault.Corrections.Correct(new([Objects.Study()], series, set), "ann", "typed wrong", default);

    private static async Task<DataSet> Head(TestVault vault) => (await vault.Vault.Bundles.ReadHead((await vault.Entries())[0], default)).Head;

    private static (string?, string?) Identity(DataSet dataSet) => (dataSet.GetString(Tags.PatientID), dataSet.GetString(Tags.PatientName));

    private static async Task<List<DataSet>> Find(TestVault vault, QueryLevel level, Tag tag, string value, Tag? returned = null)
    {
        var keys = new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192").SetString(tag, value);
        if (returned is { } also) keys.SetString(also, "");
        if (level == QueryLevel.Patient) keys.SetString(Tags.NumberOfPatientRelatedStudies, "");
        if (level == QueryLevel.Image) keys.SetString(Tags.PatientID, "");
        var found = new List<DataSet>();
        await foreach (var match in vault.Vault.Query.Find(new QueryRequest(level, keys), default)) found.Add(match);
        return found;
    }

    private static DataSet Read(Stream stream, TransferSyntax? syntax = null) => DataSetReader.Read(ReadAll(stream), syntax ?? TransferSyntax.ExplicitVrLittleEndian);

    private static byte[] ReadAll(Stream stream)
    {
        using (stream)
        {
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            Assert.Equal(-1, stream.ReadByte());
            return bytes;
        }
    }

    private static byte[] PixelsOf(DataSet given, TransferSyntax syntax)
    {
        var pixels = given[Tags.PixelData].Value.ToArray();
        if (!syntax.IsBigEndian) return pixels;
        for (var i = 0; i + 1 < pixels.Length; i += 2) (pixels[i], pixels[i + 1]) = (pixels[i + 1], pixels[i]);
        return pixels;
    }
}
