using Archive.Tests.Query;
using Archive.Tests.Receive;
using Concord.Dicom.Dictionary;
using Concord.Trust.Identity;
using Concord.Vault.Index;
using Concord.Vault.Query;
using Concord.Vault.Receive;

namespace Archive.Tests.Index;

public sealed class SourceIssuersTests
{
    [Theory]
    [InlineData("CT1", "NORTH")]
    [InlineData("MR1", "SOUTH")]
    [InlineData("", "SOUTH")]
    public void A_source_has_its_own_issuer_or_that_of_every_other(string aeTitle, string expected) =>
        Assert.Equal(expected, SourceIssuers.Parse(["CT1=NORTH", "*=SOUTH"]).Of(From(aeTitle)));

    [Theory]
    [InlineData("CT1")]
    [InlineData("=X")]
    [InlineData("CT1=")]
    [InlineData("AN_AE_TITLE_TOO_LONG=X")]
    public void What_is_no_pair_is_refused(string pair) => Assert.Throws<VaultException>(() => SourceIssuers.Parse([pair]));

    [Fact]
    public async Task The_same_id_from_two_hospitals_is_two_patients_also_after_a_deletion()
    {
        using var folder = new TestFolder();
        await using var vault = await TestVault.Open(folder.Path, options => options with { DefaultIssuers = [$"{Objects.Origin.CallingAeTitle}=NORTH"] });
        await vault.Store(Objects.Slice(1));
        await vault.Store(Objects.Slice(2));
        await vault.Store(Objects.Slice(1, study: 2).SetString(Tags.IssuerOfPatientID, "SOUTH"));
        await vault.Vault.Delete(Objects.Study(), Objects.Series(), Objects.Instance(1), "tester", "test", default);
        var issuers = await vault.Vault.Index.Read(session =>
        {
            using var rows = session.Query("SELECT issuer, instances FROM patient ORDER BY issuer");
            var found = new List<string>();
            while (rows.Read()) found.Add($"{rows.GetString(0)} {rows.GetInt64(1)}");
            return found;
        }, default);
        Assert.Equal(["NORTH 1", "SOUTH 1"], issuers);
        var patients = 0;
        await foreach (var _ in vault.Vault.Query.Find(new QueryRequest(QueryLevel.Patient, QueryKeys.Keys(("PatientID", "P1"))), default)) patients++;
        Assert.Equal(2, patients);
    }

    [Fact]
    public async Task Reindex_without_settings_knows_the_issuers_that_the_archive_was_opened_with()
    {
        using var folder = new TestFolder();
        await using (var vault = await TestVault.Open(folder.Path, options => options with { DefaultIssuers = ["*=NORTH"] })) await vault.Store(Objects.Slice(1));
        await Concord.Vault.Lifecycle.VaultReindexer.Reindex(
            new VaultOptions { Folder = folder.Path }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, null, default);
        await using var index = await VaultIndex.Open(Path.Combine(folder.Path, "index"), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, default);
        Assert.Equal("NORTH", await index.Read(session =>
        {
            using var row = session.Query("SELECT issuer FROM patient");
            return row.Read() ? row.GetString(0) : null;
        }, default));
    }

    private static Origin From(string aeTitle) => new(OriginKind.Dimse, aeTitle, "CONCORD", "", DateTimeOffset.UnixEpoch, []);
}
