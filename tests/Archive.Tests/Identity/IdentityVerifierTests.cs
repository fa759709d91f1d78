using Archive.Tests.Bundles;
using Archive.Tests.Receive;
using Concord.Dicom.Encoding;
using Concord.Trust.Identity;
using Concord.Vault.Bundles;

namespace Archive.Tests.Identity;

/// <summary>What keeps guessing slow and busy senders fast, by a clock that the test moves.</summary>
public sealed class IdentityVerifierTests : IDisposable
{
    private const int Quick = 1000; // rounds of PBKDF2: what is tested here is not how slow they are

    private readonly string _folder = Directory.CreateTempSubdirectory("concord-users-").FullName;
    private readonly ManualTime _time = new();
    private readonly List<string> _told = [];

    public IdentityVerifierTests() => UsersFile.Write(Path.Combine(_folder, UsersFile.DefaultName), [UserAccount.Create("anna", "right", Quick), UserAccount.Create("王伟", "密码", Quick)]);

    [Fact]
    public async Task Only_the_whole_pair_is_right()
    {
        using var verifier = new IdentityVerifier(new(), _folder, _time, Tell);
        Assert.Equal("anna", await verifier.VerifyPasscode("anna", "right", "a", default));
        Assert.Equal("王伟", await verifier.VerifyPasscode("王伟", "密码", "a", default));
        foreach (var (user, passcode) in new[] { ("anna", "Right"), ("Anna", "right"), ("anna", "密码"), ("", ""), ("anna", ""), ("anna", new string('x', 5000)) })
            Assert.Null(await verifier.VerifyPasscode(user, passcode, "b", default));
    }

    [Fact]
    public async Task An_address_that_guesses_waits_twice_as_long_each_time_and_others_do_not()
    {
        using var verifier = new IdentityVerifier(new() { FailuresBeforeWaiting = 2, LongestWaitSeconds = 3, RememberSeconds = 0 }, _folder, _time, Tell);
        Assert.Null(await verifier.VerifyPasscode("anna", "guess", "10.0.0.1", default));
        Assert.Equal("anna", await verifier.VerifyPasscode("anna", "right", "10.0.0.1", default)); // one slip costs nothing, and is forgotten
        for (var slips = 0; slips < 2; slips++) Assert.Null(await verifier.VerifyPasscode("anna", "guess", "10.0.0.1", default));
        foreach (var wait in new[] { 1, 2, 3, 3 }) // seconds: 1, 2, then no more than the longest
        {
            _time.Advance(TimeSpan.FromSeconds(wait) - TimeSpan.FromMilliseconds(1));
            Assert.Null(await verifier.VerifyPasscode("anna", "right", "10.0.0.1", default)); // still waiting: not even looked at
            Assert.Equal("anna", await verifier.VerifyPasscode("anna", "right", "10.0.0.2", default));
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Null(await verifier.VerifyPasscode("anna", "guess", "10.0.0.1", default)); // looked at, and wrong: the wait grows
        }
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("anna", await verifier.VerifyPasscode("anna", "right", "10.0.0.1", default));
    }

    [Fact]
    public async Task A_remembered_passcode_costs_no_computation_until_it_is_forgotten_or_changed()
    {
        var remembered = new RememberedPasscodes(TimeSpan.FromSeconds(60), _time);
        var account = UserAccount.Create("anna", "right", Quick);
        Assert.False(remembered.Knows(account, "right"));
        remembered.Remember(account, "right");
        Assert.True(remembered.Knows(account, "right"));
        Assert.False(remembered.Knows(account, "wrong"));
        Assert.False(remembered.Knows(UserAccount.Create("anna", "right", Quick), "right")); // another salt: the account was written anew
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.False(remembered.Knows(account, "right"));

        using var verifier = new IdentityVerifier(new() { RememberSeconds = 60 }, _folder, _time, Tell);
        Assert.Equal("anna", await verifier.VerifyPasscode("anna", "right", "a", default));
        UsersFile.Write(Path.Combine(_folder, UsersFile.DefaultName), [UserAccount.Create("anna", "changed", Quick)]);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await verifier.VerifyPasscode("anna", "right", "a", default));
    }

    [Fact]
    public void Addresses_that_fail_are_bounded_in_number()
    {
        var attempts = new FailedAttempts(1, TimeSpan.FromSeconds(300), _time);
        for (var i = 0; i < FailedAttempts.MaxAddresses + 10; i++) attempts.Failed($"address {i}");
        Assert.True(attempts.MustWait($"address {FailedAttempts.MaxAddresses + 9}"));
        Assert.False(attempts.MustWait("address 1"));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("""[{"name":"a:b","iterations":600000,"salt":"AAAAAAAAAAAAAAAAAAAAAA==","hash":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}]""")]
    [InlineData("""[{"name":"a","iterations":2000000000,"salt":"AAAAAAAAAAAAAAAAAAAAAA==","hash":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}]""")]
    [InlineData("""[{"name":"a","iterations":600000,"salt":"","hash":""}]""")]
    [InlineData("""[null]""")]
    public void A_damaged_file_of_users_is_said_and_not_guessed_at(string text)
    {
        var path = Path.Combine(_folder, "damaged.json");
        File.WriteAllText(path, text);
        Assert.Throws<InvalidDataException>(() => UsersFile.Read(path));
    }

    [Theory]
    [InlineData(""), InlineData("王伟")]
    public void The_user_of_an_origin_is_kept_with_the_object_and_records_without_one_are_read(string user)
    {
        var bytes = new byte[EntryRecordCodec.MaxLength];
        var record = new EntryRecord(
            EntryKind.Instance, 7, Objects.Study(), Objects.Series(), Objects.Instance(1), Objects.CtImage, TransferSyntax.ExplicitVrLittleEndian, 300, Objects.Origin with { User = user });
        var length = EntryRecordCodec.Write(bytes, record);
        Assert.True(EntryRecordCodec.TryRead(bytes.AsSpan(0, length), out var read));
        Assert.Equal((user, "MODALITY", 7), (read!.Origin.User, read.Origin.CallingAeTitle, read.ArrivalNumber));
        if (user.Length > 0) Assert.False(EntryRecordCodec.TryRead(bytes.AsSpan(0, length - 1), out _));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_any_more_is_told_once_a_change_and_what_it_said_holds()
    {
        var (users, keys) = (Path.Combine(_folder, UsersFile.DefaultName), Path.Combine(_folder, "keys.pem"));
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(keys, key.ExportSubjectPublicKeyInfoPem());
        using var verifier = new IdentityVerifier(new() { RememberSeconds = 0, TokenIssuer = "issuer", TokenAudience = "us", TokenKeysFile = keys }, _folder, _time, Tell);
        foreach (var damage in new[] { "[", "[[", "[[" })
        {
            await File.WriteAllTextAsync(users, damage);
            File.SetLastWriteTimeUtc(users, DateTime.UnixEpoch.AddDays(damage.Length)); // the third is no change
            for (var seconds = 0; seconds < 3; seconds++)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                Assert.Equal("anna", await verifier.VerifyPasscode("anna", "right", "a", default));
            }
        }
        Assert.Equal(["Identity:UsersFile InvalidDataException", "Identity:UsersFile InvalidDataException"], _told);
        File.Delete(keys);
        for (var times = 0; times < 2; times++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Null(await verifier.VerifyToken("a.b.c", "b", default));
        }
        Assert.Equal("Identity:TokenKeysFile FileNotFoundException", Assert.Single(_told.Skip(2)));
        UsersFile.Write(users, [UserAccount.Create("anna", "changed", Quick)]);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("anna", await verifier.VerifyPasscode("anna", "changed", "a", default));
        Assert.Equal(3, _told.Count);
    }

    private void Tell(string setting, Exception why) => _told.Add($"{setting} {why.GetType().Name}");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
