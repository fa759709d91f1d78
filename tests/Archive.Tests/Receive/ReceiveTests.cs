using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Vault.Receive;

namespace Archive.Tests.Receive;

public sealed class ReceiveTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_received_is_there_at_once_byte_for_byte()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        var bytes = Objects.Bytes(Objects.Slice(1));

        Assert.Equal(new StoreOutcome.Stored(1), await vault.Store(bytes, TransferSyntax.ExplicitVrLittleEndian));

        var entry = Assert.Single(await vault.Entries());
        Assert.Equal(bytes, vault.DataSetOf(entry));
        Assert.Equal(Objects.Instance(1), entry.SopInstanceUid);
        var head = await vault.Vault.Bundles.ReadHead(entry, CancellationToken.None);
        Assert.Equal("Test^Synthetic", head.Head.GetString(Tags.PatientName));
        Assert.Equal(Tags.PixelData, head.PixelData);
        Assert.Equal(512, head.PixelDataLength);
        Assert.Equal(entry.DataSetOffset + bytes.Length - 512, head.PixelDataOffset);
    }

    [Fact]
    public async Task A_file_keeps_its_data_set_and_gets_new_File_Meta()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        var file = Part10.ToArray(Objects.Slice(1), TransferSyntax.ImplicitVrLittleEndian);

        Assert.IsType<StoreOutcome.Stored>(await vault.Store(file, syntax: null, piece: 100));

        var entry = Assert.Single(await vault.Entries());
        Assert.Equal(Objects.Bytes(Objects.Slice(1), TransferSyntax.ImplicitVrLittleEndian), vault.DataSetOf(entry));
        using var stored = vault.Vault.Bundles.Open(entry.BundleId, entry.PartTenOffset, entry.PartTenLength);
        var bytes = new byte[stored.Length];
        stored.ReadExactly(bytes);
        var (head, dataSet) = Part10.Read(bytes);
        Assert.Equal(TransferSyntax.ImplicitVrLittleEndian.Uid, head.TransferSyntax.Uid);
        Assert.Equal(Objects.Instance(1), dataSet.GetUid(Tags.SOPInstanceUID));
    }

    [Fact]
    public async Task A_series_is_one_file_and_everything_is_there_after_a_restart()
    {
        await using (var vault = await TestVault.Open(_folder.Path))
            for (var i = 1; i <= 20; i++) Assert.Equal(new StoreOutcome.Stored(i), await vault.Store(Objects.Slice(i)));
        await using var again = await TestVault.Open(_folder.Path);
        Assert.Equal(Enumerable.Range(1, 20).Select(i => Objects.Instance(i)), (await again.Entries()).Select(entry => entry.SopInstanceUid));
        Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "bundles"), "*.zip", SearchOption.AllDirectories));
        Assert.Equal(new StoreOutcome.Stored(21), await again.Store(Objects.Slice(21)));
        Assert.Equal(21, (await again.Entries()).Count);
    }

    [Fact]
    public async Task The_same_series_UID_in_two_studies_is_two_bundles()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        await vault.Store(Objects.Slice(1, study: 1));
        await vault.Store(Objects.Slice(1, study: 2));
        Assert.NotEqual(Assert.Single(await vault.Entries(study: 1)).BundleId, Assert.Single(await vault.Entries(study: 2)).BundleId);
    }

    [Fact]
    public async Task The_same_object_again_is_stored_once_also_in_another_native_syntax()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        await vault.Store(Objects.Slice(1));
        Assert.IsType<StoreOutcome.AlreadyStored>(await vault.Store(Objects.Slice(1)));
        Assert.IsType<StoreOutcome.AlreadyStored>(await vault.Store(Objects.Slice(1), TransferSyntax.ImplicitVrLittleEndian));
        Assert.IsType<StoreOutcome.AlreadyStored>(await vault.Store(Objects.Slice(1), TransferSyntax.ExplicitVrBigEndian));
        Assert.IsType<StoreOutcome.AlreadyStored>(await vault.Store(Objects.Slice(1), TransferSyntax.DeflatedExplicitVrLittleEndian));
        Assert.Single(await vault.Entries());
    }

    [Fact]
    public async Task An_element_that_stands_twice_is_content_too()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        var bytes = Objects.Bytes(Objects.Slice(1));
        byte[] secondPatientId = [0x10, 0x00, 0x20, 0x00, (byte)'L', (byte)'O', 2, 0, (byte)'P', (byte)'2'];
        await vault.Store(bytes, TransferSyntax.ExplicitVrLittleEndian);
        Assert.IsType<StoreOutcome.KeptAside>(await vault.Store([.. bytes, .. secondPatientId], TransferSyntax.ExplicitVrLittleEndian));
        Assert.Equal(bytes, vault.DataSetOf(Assert.Single(await vault.Entries())));
    }

    [Fact]
    public async Task Other_content_under_the_same_UID_is_kept_aside_once_per_content()
    {
        await using (var vault = await TestVault.Open(_folder.Path))
        {
            await vault.Store(Objects.Slice(1));
            Assert.Equal(new StoreOutcome.KeptAside(2), await vault.Store(Objects.Slice(1, fill: 7)));
            Assert.Equal(new StoreOutcome.KeptAside(2), await vault.Store(Objects.Slice(1, fill: 7)));
            Assert.Equal(new StoreOutcome.KeptAside(3), await vault.Store(Objects.Slice(1, fill: 8)));
        }
        await using var again = await TestVault.Open(_folder.Path);
        Assert.Equal(Objects.Bytes(Objects.Slice(1)), again.DataSetOf(Assert.Single(await again.Entries())));
        Assert.Equal(new StoreOutcome.KeptAside(3), await again.Store(Objects.Slice(1, fill: 8)));
    }

    [Fact]
    public async Task The_same_object_from_two_senders_at_once_is_stored_once()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        for (var i = 1; i <= 20; i++)
        {
            var slice = Objects.Slice(i, pixelBytes: 100_000);
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => vault.Store(slice))));
            Assert.Single(outcomes.OfType<StoreOutcome.Stored>());
            Assert.Equal(3, outcomes.OfType<StoreOutcome.AlreadyStored>().Count());
        }
        Assert.Equal(20, (await vault.Entries()).Count);
    }

    [Fact]
    public async Task Missing_or_other_identifiers_are_refused_and_nothing_is_kept()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        foreach (var tag in new[] { Tags.StudyInstanceUID, Tags.SeriesInstanceUID, Tags.SOPInstanceUID, Tags.SOPClassUID })
        {
            var slice = Objects.Slice(1);
            slice.Remove(tag);
            var refused = Assert.IsType<StoreOutcome.Refused>(await vault.Store(slice));
            Assert.Equal((Refusal.DataSetDoesNotMatch, (Tag?)tag), (refused.Refusal, refused.OffendingElement));
        }
        var bytes = Objects.Bytes(Objects.Slice(1));
        await using var other = vault.Vault.Begin(TransferSyntax.ExplicitVrLittleEndian, Objects.CtImage, Objects.Instance(2));
        await other.Append(new(bytes), CancellationToken.None);
        Assert.Equal(Refusal.DataSetDoesNotMatch, Assert.IsType<StoreOutcome.Refused>(await vault.Vault.Receive(other, Objects.Origin, CancellationToken.None)).Refusal);
        Assert.Empty(await vault.Entries());
    }

    [Fact]
    public async Task An_object_that_breaks_off_is_refused()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        var bytes = Objects.Bytes(Objects.Slice(1));
        Assert.Equal(Refusal.CannotUnderstand, Assert.IsType<StoreOutcome.Refused>(await vault.Store(bytes[..^10], TransferSyntax.ExplicitVrLittleEndian)).Refusal);
        var deflated = Objects.Bytes(Objects.Slice(1, pixelBytes: 60_000), TransferSyntax.DeflatedExplicitVrLittleEndian);
        Assert.Equal(Refusal.CannotUnderstand, Assert.IsType<StoreOutcome.Refused>(await vault.Store(deflated[..^40], TransferSyntax.DeflatedExplicitVrLittleEndian)).Refusal);
    }

    [Fact]
    public async Task Objects_of_no_patient_have_a_bundle_per_class()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        var palette = Uid.Parse("1.2.840.10008.5.1.4.39.1");
        var dataSet = new DataSet().SetUid(Tags.SOPClassUID, palette).SetUid(Tags.SOPInstanceUID, Objects.Instance(1));
        Assert.IsType<StoreOutcome.Stored>(await vault.Store(dataSet));
        var key = NonPatientObjects.KeyOf(palette)!.Value;
        await vault.Vault.Index.WaitUntilCaughtUp(CancellationToken.None);
        Assert.Single(await vault.Vault.Index.FindBundles(key.Study, key.Series, CancellationToken.None));
    }

    [Fact]
    public async Task A_second_process_is_told_in_one_line()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        var error = await Assert.ThrowsAsync<VaultException>(() => TestVault.Open(_folder.Path));
        Assert.Contains($"in use by process {Environment.ProcessId}", error.Message, StringComparison.Ordinal);
    }
}
