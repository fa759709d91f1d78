using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Network;
using Concord.Network.ServiceClasses;
using Concord.Network.UpperLayer;
using Dicom.Tests.Network.Support;

namespace Dicom.Tests.Network.ServiceClasses;

public sealed class AssociationNegotiatorTests
{
    private static readonly Uid Find = Uids.StudyRootQueryRetrieveInformationModelFind;
    private static readonly Uid Private = Uid.Parse("1.2.3.4");
    private static readonly Uid Explicit = TransferSyntax.ExplicitVrLittleEndian.Uid;
    private static readonly Uid Implicit = TransferSyntax.ImplicitVrLittleEndian.Uid;
    private static readonly ScriptedArchive Archive = new();

    private static AssociationNegotiator Negotiator(NetworkOptions? options = null) => new(options ?? new(), new(new MemoryStorage(), Archive, Archive));

    private static ContextAnswer Answer(Uid sopClass, params Uid[] syntaxes) =>
        Negotiator().Accept(Propose(sopClass, syntaxes)).Accept.Contexts.Single();

    private static AssociateRequest Propose(Uid sopClass, params Uid[] syntaxes) => Wire.Request() with { Contexts = [new(1, sopClass, syntaxes)] };

    [Fact]
    public void Every_storage_class_is_accepted_in_every_transfer_syntax_as_proposed()
    {
        var negotiator = Negotiator();
        foreach (var sopClass in StorageSopClasses.All)
        {
            foreach (var syntax in TransferSyntax.All)
            {
                var answer = negotiator.Accept(Propose(sopClass, syntax.Uid)).Accept.Contexts.Single();
                Assert.Equal((ContextResult.Acceptance, syntax.Uid), (answer.Result, answer.TransferSyntax));
            }
        }
    }

    [Fact]
    public void The_first_proposed_syntax_is_taken_and_a_private_one_only_alone()
    {
        Assert.Equal(Implicit, Answer(Uids.CTImageStorage, Implicit, Explicit).TransferSyntax);
        Assert.Equal(Explicit, Answer(Uids.CTImageStorage, Private, Explicit).TransferSyntax);
        Assert.Equal(Private, Answer(Uids.CTImageStorage, Private).TransferSyntax);
    }

    [Fact]
    public void Queries_are_not_taken_in_a_compressed_syntax()
    {
        var jpeg = Uid.Parse("1.2.840.10008.1.2.4.50");
        Assert.Equal(ContextResult.TransferSyntaxesNotSupported, Answer(Find, jpeg).Result);
        Assert.Equal(Explicit, Answer(Find, jpeg, Explicit).TransferSyntax);
    }

    [Fact]
    public void Services_that_are_not_had_are_refused_and_unknown_classes_are_storage()
    {
        Assert.Equal(ContextResult.AbstractSyntaxNotSupported, Answer(Uid.Parse("1.2.840.10008.5.1.4.31"), Implicit).Result); // worklist
        Assert.Equal(ContextResult.AbstractSyntaxNotSupported, Answer(Uids.StorageCommitmentPushModel, Implicit).Result);
        Assert.Equal(ContextResult.AbstractSyntaxNotSupported, Answer(default, Implicit).Result);
        Assert.Equal(ContextResult.Acceptance, Answer(Private, Implicit).Result);
        Assert.Equal(ContextResult.Acceptance, Answer(Uid.Parse("1.2.840.10008.5.1.4.1.1.999"), Implicit).Result);
        var strict = Negotiator(new() { AcceptUnknownSopClasses = false });
        Assert.Equal(ContextResult.AbstractSyntaxNotSupported, strict.Accept(Propose(Private, Implicit)).Accept.Contexts.Single().Result);
    }

    [Fact]
    public void Roles_are_answered_for_accepted_classes_and_decide_who_may_send()
    {
        var request = Propose(Uids.CTImageStorage, Implicit) with
        {
            User = new() { Roles = [new(Uids.CTImageStorage, Scu: false, Scp: true), new(Uids.MRImageStorage, Scu: true, Scp: true)] },
        };
        var (accept, contexts) = Negotiator().Accept(request);
        Assert.Equal([new RoleSelection(Uids.CTImageStorage, false, true)], accept.User.Roles);
        Assert.True(contexts.Single().PeerIsScp);
        Assert.False(Negotiator().Accept(Propose(Uids.CTImageStorage, Implicit)).Contexts.Single().PeerIsScp);
    }

    [Fact]
    public void Of_both_roles_only_those_are_granted_that_have_a_counterpart_here()
    {
        UserInformation both(params Uid[] classes) => new() { Roles = [.. classes.Select(uid => new RoleSelection(uid, true, true))] };
        var request = Wire.Request(classes: [Uids.CTImageStorage, Find]) with { User = both(Uids.CTImageStorage, Find) };
        var all = Negotiator().Accept(request);
        Assert.Equal([new RoleSelection(Uids.CTImageStorage, true, true), new RoleSelection(Find, true, false)], all.Accept.User.Roles);
        Assert.Equal([(true, true), (true, false)], all.Contexts.Select(context => (context.PeerIsScu, context.PeerIsScp)));

        var storesOnly = new AssociationNegotiator(new(), new(new MemoryStorage(), null, null)).Accept(request);
        Assert.Equal([new RoleSelection(Uids.CTImageStorage, true, false)], storesOnly.Accept.User.Roles);
        var givesOnly = new AssociationNegotiator(new(), new(null, null, Archive)).Accept(request);
        Assert.Equal([new RoleSelection(Uids.CTImageStorage, false, true)], givesOnly.Accept.User.Roles);
    }

    [Fact]
    public void A_class_for_which_no_proposed_role_can_be_taken_is_refused()
    {
        var request = Propose(Find, Implicit) with { User = new() { Roles = [new(Find, Scu: false, Scp: true)] } };
        var (accept, contexts) = Negotiator().Accept(request);
        Assert.Empty(contexts);
        Assert.Equal(ContextResult.UserRejection, accept.Contexts.Single().Result);
        Assert.Equal([new RoleSelection(Find, false, false)], accept.User.Roles);
    }

    [Fact]
    public void An_unknown_class_is_of_the_service_that_the_requestor_declares()
    {
        var storage = Uid.Parse("1.2.840.10008.4.2");
        var other = Uid.Parse("1.2.840.10008.4.99");
        var young = Uid.Parse("1.2.840.10008.5.1.4.99.1"); // registered, not in the arc of the storage classes
        ContextResult Declared(Uid sopClass, Uid service, bool acceptUnknown = true, params Uid[] related) =>
            Negotiator(new() { AcceptUnknownSopClasses = acceptUnknown }).Accept(Propose(sopClass, Implicit) with
            {
                User = new() { CommonExtended = [new(sopClass, service, related)] },
            }).Accept.Contexts.Single().Result;

        Assert.Equal(ContextResult.AbstractSyntaxNotSupported, Answer(young, Implicit).Result);
        Assert.Equal(ContextResult.Acceptance, Declared(young, storage));
        Assert.Equal(ContextResult.Acceptance, Declared(Private, storage));
        Assert.Equal(ContextResult.AbstractSyntaxNotSupported, Declared(Private, other));
        Assert.Equal(ContextResult.AbstractSyntaxNotSupported, Declared(Private, storage, acceptUnknown: false));
        Assert.Equal(ContextResult.Acceptance, Declared(Private, storage, acceptUnknown: false, Uid.Parse("1.2.3.5"), Uids.CTImageStorage));
        Assert.Equal(ContextResult.Acceptance, Declared(Find, storage)); // what we know is not declared away
        Assert.False(Negotiator().Accept(Propose(Find, Implicit) with { User = new() { CommonExtended = [new(Find, storage, [])] } }).Contexts.Single().IsStorage);
    }

    [Fact]
    public void Preferred_syntaxes_go_before_the_order_of_the_proposal_where_they_serve()
    {
        var jpeg = Uid.Parse("1.2.840.10008.1.2.4.70");
        ContextAnswer Prefer(Uid sopClass, Uid[] preferred, params Uid[] proposed) =>
            Negotiator().Accept(Propose(sopClass, proposed), preferred).Accept.Contexts.Single();
        Assert.Equal(jpeg, Prefer(Uids.CTImageStorage, [jpeg, Explicit], Implicit, Explicit, jpeg).TransferSyntax);
        Assert.Equal(Explicit, Prefer(Uids.CTImageStorage, [jpeg, Explicit], Implicit, Explicit).TransferSyntax);
        Assert.Equal(Implicit, Prefer(Uids.CTImageStorage, [jpeg], Implicit, Explicit).TransferSyntax);
        Assert.Equal(Implicit, Prefer(Find, [jpeg], Implicit, jpeg).TransferSyntax); // no query lies in JPEG
    }

    [Fact]
    public void Relational_queries_are_granted_and_only_they()
    {
        var request = Propose(Find, Implicit) with { User = new() { Window = new(8, 8), Extended = [new(Find, [1, 1, 1])] } };
        var user = Negotiator().Accept(request).Accept.User;
        Assert.Equal(new byte[] { 1, 0, 0 }, user.Extended.Single().Information);
        Assert.Equal(new AsynchronousOperationsWindow(8, 1), user.Window);
        Assert.True(AssociationNegotiator.IsRelational(request, Find));
    }

    [Fact]
    public void Allowed_callers_are_a_list()
    {
        var options = new NetworkOptions { AllowedCallingAeTitles = ["FRIEND"] };
        var gate = new AssociationGate(options, new(options), null, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        Assert.Equal(AssociateReject.CallingAeTitleNotRecognized, gate.FindRejection(Wire.Request()));
        Assert.Null(gate.FindRejection(Wire.Request() with { CallingAeTitle = "FRIEND" }));
    }

    [Fact]
    public void What_is_written_is_read()
    {
        var request = Wire.Request() with
        {
            User = new()
            {
                MaxLength = 99, CommonExtended = [new(Private, Find, [Explicit, Implicit])], Window = new(3, 4), Roles = [new(Find, true, false)], Extended = [new(Find, [1, 2])],
            },
        };
        var read = AssociatePduReader.ReadRequest(new(Wire.Write(PduWriter.WriteRequest, request)[6..]));
        Assert.Equal(("CONCORD", "PEER", (uint)99), (read.CalledAeTitle, read.CallingAeTitle, read.User.MaxLength));
        Assert.Equal((request.User.Window, request.User.Roles[0]), (read.User.Window, read.User.Roles.Single()));
        Assert.Equal(new byte[] { 1, 2 }, read.User.Extended.Single().Information);
        Assert.Equal((Private, Find, 2), (read.User.CommonExtended.Single().SopClass, read.User.CommonExtended.Single().ServiceClass, read.User.CommonExtended.Single().RelatedGeneralSopClasses.Count));
        Assert.Equal(Implicit, read.User.CommonExtended.Single().RelatedGeneralSopClasses[1]);
        Assert.Equal(request.Contexts[0].TransferSyntaxes, read.Contexts.Single().TransferSyntaxes);
    }

    [Fact]
    public void Identity_and_common_extended_negotiation_are_parsed()
    {
        byte[] items =
        [
            0x58, 0, 0, 10, 2, 1, 0, 2, (byte)'m', (byte)'e', 0, 2, (byte)'p', (byte)'w',
            0x57, 0, 0, 18, 0, 3, .. "1.2"u8, 0, 3, .. "1.3"u8, 0, 6, 0, 4, .. "1.22"u8,
        ];
        var user = UserInformationReader.Read(items);
        Assert.Equal((2, true, "me", "pw"), (user.Identity!.Type, user.Identity.PositiveResponseRequested,
            System.Text.Encoding.ASCII.GetString(user.Identity.Primary), System.Text.Encoding.ASCII.GetString(user.Identity.Secondary)));
        Assert.Equal("1.22", user.CommonExtended.Single().RelatedGeneralSopClasses.Single().ToString());
    }

    [Fact]
    public async Task An_operation_that_is_not_served_is_named_so()
    {
        await using var host = await DicomHost.Start();
        using var peer = await ScriptedPeer.Connect(host.Port);
        await peer.Send([.. Wire.AssociateRq(), .. Wire.Command(1, new() { Field = (Concord.Network.Dimse.CommandField)0x0140, MessageId = 3, HasDataSet = true }), .. Wire.Data(1, false, true, 1, 2)]);
        Assert.Equal(2, await peer.ReceiveType());
        var answer = Concord.Network.Dimse.CommandSetReader.Read((await peer.Receive()).AsSpan(PduWriter.DataHeaderLength));
        Assert.Equal(((ushort?)0x0211, (ushort?)3), (answer.Status, answer.MessageIdBeingRespondedTo));
    }
}
