using Archive.Tests.Receive;
using Concord.Dicom.DataElements;
using Concord.Vault.Commitment;
using Concord.Vault.Retrieve;

namespace Archive.Tests.Commitment;

/// <summary>The archive vouches for what it can read, and for nothing else.</summary>
public sealed class CommitmentCheckTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static async Task<CommitmentState[]> Check(TestVault vault, bool readBytes, params (Uid, Uid)[] references) =>
        [.. await new CommitmentCheck(vault.Vault, new VaultRetrieve(vault.Vault.Index, vault.Vault.Bundles), readBytes).Check(references, default)];

    private static (Uid, Uid) Slice(int number) => (Objects.CtImage, Objects.Instance(number));

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task Kept_missing_deleted_and_of_another_class_are_told_apart(bool isSealed)
    {
        await using var vault = await TestVault.Open(_folder.Path, options => options with { MaxObjectInMemoryBytes = 1 << 16 });
        await vault.Store(Objects.Slice(1));
        await vault.Store(Objects.Slice(2));
        await vault.Store(Objects.Slice(3, pixelBytes: 1 << 20)); // lies in a spool file until its bundle is sealed
        if (isSealed) await vault.Vault.SealAll(default);
        await vault.Vault.Delete(Objects.Study(), null, Objects.Instance(2), "tester", "test", default);
        Assert.Equal(
            [CommitmentState.Kept, CommitmentState.Missing, CommitmentState.Kept, CommitmentState.Missing, CommitmentState.OtherClass],
            await Check(vault, true, Slice(1), Slice(2), Slice(3), Slice(9), (Uid.Parse("1.2.840.10008.5.1.4.1.1.4"), Objects.Instance(1))));
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task A_flipped_bit_is_damage_to_one_object_only(bool isSealed)
    {
        await using var vault = await TestVault.Open(_folder.Path);
        for (var i = 1; i <= 3; i++) await vault.Store(Objects.Slice(i));
        if (isSealed) await vault.Vault.SealAll(default);
        var second = (await vault.Entries())[1];
        var file = Directory.GetFiles(_folder.Path, "*.zip", SearchOption.AllDirectories).Single();
        using (var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            var at = second.PartTenOffset + second.PartTenLength - 10;
            var value = new byte[1];
            RandomAccess.Read(handle, value, at);
            RandomAccess.Write(handle, [(byte)(value[0] ^ 1)], at);
        }
        Assert.Equal([CommitmentState.Kept, CommitmentState.Damaged, CommitmentState.Kept], await Check(vault, true, Slice(1), Slice(2), Slice(3)));
        Assert.Equal([CommitmentState.Kept], await Check(vault, false, Slice(2))); // when the setting says so
    }

    [Fact]
    public async Task Thousands_are_looked_up_at_once()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        await vault.Store(Objects.Slice(1));
        (Uid, Uid)[] references = [.. Enumerable.Range(1, 2500).Select(Slice)];
        Assert.Equal([CommitmentState.Kept, .. Enumerable.Repeat(CommitmentState.Missing, 2499)], await Check(vault, true, references));
    }
}
