using Concord.Network;
using Concord.Network.ServiceClasses;
using Concord.Network.UpperLayer;
using Dicom.Tests.Network.Support;

namespace Dicom.Tests.Network.ServiceClasses;

/// <summary>User identity (PS3.7 §D.3.3.7) byte by byte: what comes in is handed on, what goes out is the standard's.</summary>
public sealed class IdentityNegotiationTests
{
    private static readonly byte[] NotAuthorized = [3, 0, 0, 0, 0, 4, 0, 1, 2, 1]; // permanent, service provider (ACSE), no reason
    private static readonly byte[] EmptyResponse = [0x59, 0, 0, 2, 0, 0];

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(77)]
    public async Task Every_kind_of_identity_is_handed_to_the_authenticator_as_it_came(byte type)
    {
        var authenticator = new ScriptedAuthenticator();
        await using var host = await Start(UserIdentityPolicy.Accept, authenticator);
        await Ask(host, new(type, false, "who"u8.ToArray(), "secret"u8.ToArray()));
        Assert.Equal(((UserIdentityType)type, "who", "secret", "127.0.0.1"), Assert.Single(authenticator.Asked));
    }

    [Fact]
    public async Task A_verified_identity_is_confirmed_only_when_that_is_asked_for()
    {
        await using var host = await Start(UserIdentityPolicy.Require, new ScriptedAuthenticator());
        var confirmed = await Ask(host, Passcode("müller", "geheim", wantsResponse: true));
        Assert.Equal(2, confirmed[0]);
        Assert.True(confirmed.AsSpan().EndsWith(EmptyResponse));
        var silent = await Ask(host, Passcode("müller", "geheim", wantsResponse: false));
        Assert.Equal(2, silent[0]);
        Assert.Equal(-1, silent.AsSpan().IndexOf(EmptyResponse));
    }

    [Theory]
    [InlineData(UserIdentityPolicy.Accept), InlineData(UserIdentityPolicy.Require)]
    public async Task A_wrong_passcode_is_rejected_and_nothing_of_it_is_logged(UserIdentityPolicy policy)
    {
        await using var host = await Start(policy, new ScriptedAuthenticator());
        Assert.Equal(NotAuthorized, await Ask(host, Passcode("müller", "wrong-passcode", wantsResponse: true)));
        await host.Log.Await("no verified user identity (type 2");
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("wrong-passcode", StringComparison.Ordinal) || line.Contains("müller", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_nobody_verifies_is_anonymous_or_rejected_by_setting()
    {
        var ticket = new UserIdentity(3, true, [1, 2, 3], []);
        await using var lenient = await Start(UserIdentityPolicy.Accept, new ScriptedAuthenticator());
        var accepted = await Ask(lenient, ticket);
        Assert.Equal(2, accepted[0]);
        Assert.Equal(-1, accepted.AsSpan().IndexOf(EmptyResponse)); // nothing was verified, so nothing is confirmed
        Assert.Equal(2, (await Ask(lenient, null))[0]);
        await using var strict = await Start(UserIdentityPolicy.Require, new ScriptedAuthenticator());
        Assert.Equal(NotAuthorized, await Ask(strict, ticket));
        Assert.Equal(NotAuthorized, await Ask(strict, null));
        await using var nobody = await Start(UserIdentityPolicy.Require, null);
        Assert.Equal(NotAuthorized, await Ask(nobody, Passcode("müller", "geheim", wantsResponse: true)));
    }

    [Fact]
    public async Task By_default_identities_are_read_and_not_asked_about()
    {
        var authenticator = new ScriptedAuthenticator();
        await using var host = await Start(UserIdentityPolicy.Ignore, authenticator);
        var accepted = await Ask(host, Passcode("x", "y", wantsResponse: true));
        Assert.Equal(2, accepted[0]);
        Assert.Equal(-1, accepted.AsSpan().IndexOf(EmptyResponse));
        Assert.Empty(authenticator.Asked);
    }

    [Fact]
    public async Task A_cut_identity_item_aborts()
    {
        await using var host = await Start(UserIdentityPolicy.Accept, new ScriptedAuthenticator());
        var request = Wire.Write(PduWriter.WriteRequest, Wire.Request() with { User = new() { Identity = Passcode("müller", "geheim", wantsResponse: false) } });
        var at = request.AsSpan().IndexOf("geheim"u8);
        request[at - 1] = 200; // the passcode reaches over the end of the item
        using var peer = await ScriptedPeer.Connect(host.Port);
        await peer.Send(request);
        Assert.Equal(7, await peer.ReceiveType());
    }

    [Fact]
    public async Task Stored_objects_know_user_and_implementation_of_their_sender()
    {
        var storage = new MemoryStorage();
        await using var host = await DicomHost.Start(storage, authenticator: new ScriptedAuthenticator(), configure: options => options.UserIdentity = UserIdentityPolicy.Require);
        var peer = host.Peer with { Credentials = new() { User = UserCredential.Token("a.b.c", wantsConfirmation: true) } };
        await foreach (var result in new DicomClient(peer, new() { AeTitle = "TESTER" }).Store([new SampleObject(1)])) Assert.True(result.Status.IsSuccess);
        var sender = Assert.Single(storage.Stored).Peer;
        Assert.Equal(("token-user", false, "TESTER"), (sender.User, sender.IsEncrypted, sender.CallingAeTitle));
        Assert.Equal((Concord.Dicom.Files.FileMeta.ConcordImplementationClassUid.ToString(), Concord.Dicom.Files.FileMeta.ConcordImplementationVersionName),
            (sender.ImplementationClassUid, sender.ImplementationVersionName));
    }

    [Fact]
    public async Task Callers_are_remembered_with_their_implementation_and_cut_to_size()
    {
        var callers = new CallerLedger(TimeProvider.System);
        var request = Wire.Request() with { User = new() { MaxLength = 7, ImplementationClassUid = new('1', 300), ImplementationVersionName = "A_NAME_OF_TWENTY_CHARS" } };
        var caller = new Caller("10.0.0.1", IsEncrypted: true, "", "");
        callers.Note(request, caller, isAccepted: true);
        callers.Note(request, caller, isAccepted: false);
        var known = Assert.Single(callers.List());
        Assert.Equal(("PEER", "10.0.0.1", 64, "A_NAME_OF_TWENTY", 7u, true, 1L, 1L),
            (known.AeTitle, known.Address, known.ImplementationClassUid.Length, known.ImplementationVersionName, known.MaxPduLengthBytes, known.IsEncrypted, known.Accepted, known.Rejected));
        for (var i = 0; i < CallerLedger.MaxCallers; i++) callers.Note(Wire.Request() with { CallingAeTitle = $"CALLER{i}" }, caller, isAccepted: true);
        Assert.Equal(CallerLedger.MaxCallers, callers.List().Count);
        Assert.DoesNotContain(callers.List(), old => old.AeTitle == "PEER");
        await using var host = await DicomHost.Start();
        Assert.True((await new DicomClient(host.Peer, new() { AeTitle = "TESTER" }).Echo(default)).IsSuccess);
        var seen = Assert.Single(host.Callers.List());
        Assert.Equal(("TESTER", Concord.Dicom.Files.FileMeta.ConcordImplementationVersionName, 1L), (seen.AeTitle, seen.ImplementationVersionName, seen.Accepted));
    }

    [Fact]
    public async Task A_class_that_nobody_knows_is_taken_when_its_sender_declares_it_storage()
    {
        var storage = new MemoryStorage();
        await using var host = await DicomHost.Start(storage);
        var young = new SampleObject(1, sopClass: Concord.Dicom.DataElements.Uid.Parse("1.2.3.4.5"));
        foreach (var declares in new[] { false, true })
        {
            byte[]? asked = null;
            var (port, done) = ScriptedPeer.Listen(async peer => asked = await peer.Receive());
            var client = new DicomClient(new("SCRIPT", "127.0.0.1", port), new() { ResponseSeconds = 10, StoreRetries = 0, DeclareStorageClasses = declares });
            await Assert.ThrowsAsync<AssociationException>(async () =>
            {
                await foreach (var _ in client.Store([young])) { }
            });
            await done;
            byte[] item = [0x57, 0, 0, 32, 0, 9, .. "1.2.3.4.5"u8, 0, 17, .. "1.2.840.10008.4.2"u8, 0, 0];
            Assert.Equal(declares, asked.AsSpan().IndexOf(item) > 0);
        }
        var declared = new DicomClient(host.Peer, new() { DeclareStorageClasses = true });
        await foreach (var result in declared.Store([young])) Assert.True(result.Status.IsSuccess);
        Assert.Equal(young.Bytes, Assert.Single(storage.Stored).Bytes);
    }

    [Fact]
    public async Task Our_client_sends_the_item_and_insists_on_the_confirmation_it_asked_for()
    {
        byte[]? asked = null;
        foreach (var confirms in new[] { true, false })
        {
            var (port, done) = ScriptedPeer.Listen(async peer =>
            {
                asked = await peer.Receive();
                await peer.Send(confirms ? Wire.Write(PduWriter.WriteAccept, Confirming()) : Wire.AssociateAc());
                await peer.Receive();
            });
            var client = new DicomClient(new("SCRIPT", "127.0.0.1", port) { Credentials = new() { User = UserCredential.Named("ann", "pw", wantsConfirmation: true) } }, new() { ResponseSeconds = 10 });
            var failed = await Assert.ThrowsAsync<AssociationException>(() => client.Echo(default));
            Assert.Equal(confirms ? AssociationFailure.ConnectionLost : AssociationFailure.NotNegotiated, failed.Failure);
            await done;
            byte[] item = [0x58, 0, 0, 11, 2, 1, 0, 3, .. "ann"u8, 0, 2, .. "pw"u8];
            Assert.True(asked.AsSpan().IndexOf(item) > 0);
        }
    }

    private static AssociateAccept Confirming() => new()
    {
        Contexts = [new(1, ContextResult.Acceptance, Concord.Dicom.Encoding.TransferSyntax.ImplicitVrLittleEndian.Uid)],
        User = new() { MaxLength = 16_384, IdentityResponse = [] },
    };

    private static UserIdentity Passcode(string user, string passcode, bool wantsResponse) =>
        new(2, wantsResponse, System.Text.Encoding.UTF8.GetBytes(user), System.Text.Encoding.UTF8.GetBytes(passcode));

    private static Task<DicomHost> Start(UserIdentityPolicy policy, IAssociationAuthenticator? authenticator) =>
        DicomHost.Start(new MemoryStorage(), authenticator: authenticator, configure: options => options.UserIdentity = policy);

    /// <summary>The answer to a request with this identity.</summary>
    private static async Task<byte[]> Ask(DicomHost host, UserIdentity? identity)
    {
        using var peer = await ScriptedPeer.Connect(host.Port);
        await peer.Send(Wire.Write(PduWriter.WriteRequest, Wire.Request() with { User = new() { MaxLength = 16_384, Identity = identity } }));
        return await peer.Receive();
    }
}
