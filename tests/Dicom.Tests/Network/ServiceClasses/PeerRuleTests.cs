using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Network;
using Concord.Network.UpperLayer;
using Dicom.Tests.Network.Support;

namespace Dicom.Tests.Network.ServiceClasses;

/// <summary>Who may have an association, over real sockets: titles, addresses, transport, numbers.</summary>
public sealed class PeerRuleTests
{
    private static readonly byte[] CallingNotRecognized = [3, 0, 0, 0, 0, 4, 0, 1, 1, 3];
    private static readonly byte[] CalledNotRecognized = [3, 0, 0, 0, 0, 4, 0, 1, 1, 7];
    private static readonly byte[] LimitExceeded = [3, 0, 0, 0, 0, 4, 0, 2, 3, 2];

    [Fact]
    public async Task Several_titles_of_ours_are_answered_to()
    {
        await using var host = await Start(options => (options.RequireCalledAeTitle, options.AeTitles) = (true, ["SECOND", "THIRD"]));
        foreach (var title in new[] { "CONCORD", "SECOND", "THIRD" }) Assert.Equal(2, (await Call(host, called: title))[0]);
        Assert.Equal(CalledNotRecognized, await Call(host, called: "FOURTH"));
    }

    [Fact]
    public async Task A_title_is_bound_to_its_addresses_and_others_are_not()
    {
        await using var host = await Start(options => options.PeerRules = [new() { AeTitle = "CT1", Addresses = ["10.1.0.0/16", "fd00::1"] }, new() { AeTitle = "CT2", Addresses = ["127.0.0.1"] }]);
        Assert.Equal(CallingNotRecognized, await Call(host, calling: "CT1"));
        await host.Log.Await("is not what Dicom:PeerRules has");
        Assert.Equal(2, (await Call(host, calling: "CT2"))[0]);
        Assert.Equal(2, (await Call(host, calling: "ANYBODY"))[0]);
    }

    [Fact]
    public async Task Rules_of_one_title_are_alternatives_and_the_star_is_for_the_rest()
    {
        await using var host = await Start(options => options.PeerRules =
        [
            new() { AeTitle = "CT1", Addresses = ["10.0.0.0/8"] }, new() { AeTitle = "CT1", Addresses = ["127.0.0.0/8"] },
            new() { AeTitle = "*", Addresses = ["10.0.0.0/8"] },
        ]);
        Assert.Equal(2, (await Call(host, calling: "CT1"))[0]);
        Assert.Equal(CallingNotRecognized, await Call(host, calling: "ANYBODY"));
    }

    [Fact]
    public async Task Tls_and_certificates_cannot_be_had_on_a_plain_connection()
    {
        var thumbprint = string.Join(':', Enumerable.Repeat("ab", 32));
        await using var host = await Start(options => options.PeerRules = [new() { AeTitle = "SAFE", RequireTls = true }, new() { AeTitle = "BOUND", Certificates = [thumbprint] }]);
        Assert.Equal(CallingNotRecognized, await Call(host, calling: "SAFE"));
        Assert.Equal(CallingNotRecognized, await Call(host, calling: "BOUND"));
    }

    [Fact]
    public async Task Associations_are_counted_by_title_and_given_back()
    {
        await using var host = await Start(options => (options.MaxAssociationsPerAeTitle, options.PeerRules) = (1, [new() { AeTitle = "BUSY", MaxAssociations = 2 }]));
        using var first = await Open(host, "PEER");
        Assert.Equal(LimitExceeded, await Call(host, calling: "PEER"));
        using var busy1 = await Open(host, "BUSY");
        using var busy2 = await Open(host, "BUSY");
        Assert.Equal(LimitExceeded, await Call(host, calling: "BUSY"));
        await first.Send(Wire.ReleaseRq);
        Assert.Equal(6, await first.ReceiveType());
        await host.Log.Await("released");
        await AwaitAccepted(host, "PEER");
    }

    [Fact]
    public async Task A_rejected_identity_does_not_hold_its_place()
    {
        await using var host = await DicomHost.Start(new MemoryStorage(), authenticator: new ScriptedAuthenticator(), configure: options =>
            (options.MaxAssociationsPerAeTitle, options.PeerRules) = (1, [new() { AeTitle = "PERSON", UserIdentity = UserIdentityPolicy.Require }]));
        for (var tries = 0; tries < 3; tries++) Assert.Equal([3, 0, 0, 0, 0, 4, 0, 1, 2, 1], await Call(host, calling: "PERSON"));
        Assert.Equal(2, (await Call(host, calling: "OTHER"))[0]);
    }

    [Fact]
    public async Task A_callers_preferred_syntax_is_answered()
    {
        var jpeg = Uid.Parse("1.2.840.10008.1.2.4.70");
        await using var host = await Start(options => options.PeerRules = [new() { AeTitle = "PEER", PreferredTransferSyntaxes = [jpeg.ToString()] }]);
        var request = Wire.Request() with { Contexts = [new(1, Uids.CTImageStorage, [Concord.Dicom.Encoding.TransferSyntax.ExplicitVrLittleEndian.Uid, jpeg])] };
        Assert.Equal(jpeg, AssociatePduReader.ReadAccept(new((await Call(host, request))[6..])).Contexts.Single().TransferSyntax);
        Assert.Equal(Concord.Dicom.Encoding.TransferSyntax.ExplicitVrLittleEndian.Uid,
            AssociatePduReader.ReadAccept(new((await Call(host, request with { CallingAeTitle = "OTHER" }))[6..])).Contexts.Single().TransferSyntax);
    }

    [Fact]
    public async Task Tls_on_a_plain_port_ends_at_once_and_says_so()
    {
        await using var host = await Start(_ => { });
        using var peer = await ScriptedPeer.Connect(host.Port);
        await peer.Send([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3, .. new byte[64]]); // how a ClientHello begins
        Assert.Equal(0, await peer.ReceiveType()); // no A-ABORT, no wait for ARTIM
        await host.Log.Await("speaks TLS on a port that does not");
    }

    [Theory]
    [InlineData("AeTitle", "0: AeTitle"), InlineData("Addresses", "no IP address"), InlineData("Certificates", "no SHA-256"), InlineData("PreferredTransferSyntaxes", "no transfer syntax UID"), InlineData("MaxAssociations", "1 to 100000")]
    public void A_wrong_rule_is_one_line_that_names_it(string field, string says)
    {
        var rule = new PeerRule();
        if (field == "AeTitle") rule.AeTitle = "BACK\\SLASH";
        if (field == "Addresses") rule.Addresses = ["10.0.0.300"];
        if (field == "Certificates") rule.Certificates = ["ab:cd"];
        if (field == "PreferredTransferSyntaxes") rule.PreferredTransferSyntaxes = ["JPEG"];
        if (field == "MaxAssociations") rule.MaxAssociations = 0;
        var fault = new NetworkOptions { PeerRules = [rule] }.FindFault();
        Assert.Contains("Dicom:PeerRules:0", fault, StringComparison.Ordinal);
        Assert.Contains(says, fault, StringComparison.Ordinal);
        Assert.Null(new NetworkOptions { PeerRules = [new()] }.FindFault());
    }

    private static Task<DicomHost> Start(Action<NetworkOptions> configure) => DicomHost.Start(new MemoryStorage(), configure: configure);

    private static Task<byte[]> Call(DicomHost host, string called = "CONCORD", string calling = "PEER") => Call(host, Wire.Request(called) with { CallingAeTitle = calling });

    private static async Task<byte[]> Call(DicomHost host, AssociateRequest request)
    {
        using var peer = await ScriptedPeer.Connect(host.Port);
        await peer.Send(Wire.Write(PduWriter.WriteRequest, request));
        return await peer.Receive();
    }

    private static async Task<ScriptedPeer> Open(DicomHost host, string calling)
    {
        var peer = await ScriptedPeer.Connect(host.Port);
        await peer.Send(Wire.Write(PduWriter.WriteRequest, Wire.Request() with { CallingAeTitle = calling }));
        Assert.Equal(2, await peer.ReceiveType());
        return peer;
    }

    /// <summary>The place is given back just after the answer to the release is on the wire.</summary>
    private static async Task AwaitAccepted(DicomHost host, string calling)
    {
        for (var tries = 0; (await Call(host, calling: calling))[0] != 2; tries++) Assert.True(tries < 200, "The place was not given back");
    }
}
