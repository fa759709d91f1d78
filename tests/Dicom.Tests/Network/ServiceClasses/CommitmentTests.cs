using System.Net;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Network;
using Concord.Network.Dimse;
using Concord.Network.ServiceClasses;
using Concord.Network.UpperLayer;
using Dicom.Tests.Network.Support;

namespace Dicom.Tests.Network.ServiceClasses;

/// <summary>Storage Commitment Push Model on the wire, as provider and as user (PS3.4 §J).</summary>
public sealed class CommitmentTests
{
    private static readonly NetworkOptions Options = new() { AeTitle = "TESTER", ResponseSeconds = 10 };
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);
    private static readonly Uid Push = Uids.StorageCommitmentPushModel, Instance = Uids.StorageCommitmentPushModelInstance;
    private static readonly SopReference One = new(Uids.CTImageStorage, Uid.Parse("2.25.1")), Two = new(Uids.MRImageStorage, Uid.Parse("2.25.2"));

    private static CommitmentRequest Request() => new(Uid.New(), [One, Two]);

    private static DataSet Argument(string? transaction = "2.25.9", string? sopClass = "1.2.840.10008.5.1.4.1.1.2", string? instance = "2.25.1")
    {
        var item = new DataSet();
        if (sopClass is not null) item.SetString(Tags.ReferencedSOPClassUID, sopClass, Vr.UI);
        if (instance is not null) item.SetString(Tags.ReferencedSOPInstanceUID, instance, Vr.UI);
        var argument = new DataSet();
        if (transaction is not null) argument.SetString(Tags.TransactionUID, transaction, Vr.UI);
        return sopClass is null && instance is null ? argument : argument.SetItems(Tags.ReferencedSOPSequence, item);
    }

    private static byte[] Message(CommandSet command, byte[]? dataSet) =>
        dataSet is null ? Wire.Command(1, command) : [.. Wire.Command(1, command), .. Wire.Data(1, isCommand: false, isLast: true, dataSet)];

    private static byte[] Bytes(DataSet dataSet) => DataSetWriter.ToArray(dataSet, TransferSyntax.ImplicitVrLittleEndian);

    private static CommandSet Action(ushort type = 1, Uid? instance = null, Uid? sopClass = null) => new()
    {
        Field = CommandField.NActionRq, MessageId = 5, SopClassUid = sopClass ?? Push, SopInstanceUid = instance ?? Instance, ActionTypeId = type, HasDataSet = true,
    };

    private static async Task<ScriptedPeer> Associate(DicomHost host, params Uid[] classes)
    {
        var peer = await ScriptedPeer.Connect(host.Port);
        await peer.Send(Wire.AssociateRq(classes: classes.Length == 0 ? [Push] : classes));
        Assert.Equal(2, await peer.ReceiveType());
        return peer;
    }

    /// <summary>Keeps requests, and the way to report on their associations.</summary>
    private sealed class Provider(DimseStatus? answer = null) : ICommitmentProvider
    {
        internal TaskCompletionSource<(CommitmentRequest Request, IReportPath Path)> Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Reports at once, all committed, before the request is answered.</summary>
        internal bool IsHasty { get; init; }

        internal Task<DimseStatus?>? Told { get; private set; }

        public ValueTask<DimseStatus> Request(CommitmentRequest request, IReportPath path, AssociationPeer peer, CancellationToken cancel)
        {
            if (IsHasty) Told = path.TryReport(new(request.TransactionUid, request.References, []), CancellationToken.None);
            Asked.TrySetResult((request, path));
            return new(answer ?? DimseStatus.Success);
        }
    }

    [Fact]
    public async Task Wrong_requests_are_refused_as_the_standard_says()
    {
        var provider = new Provider();
        await using var host = await DicomHost.Start(commitment: provider);
        using var peer = await Associate(host);
        (CommandSet Command, byte[]? DataSet, int Status, Tag? Offending)[] cases =
        [
            (Action(type: 2), Bytes(Argument()), 0x0123, new(0x0000, 0x1008)),
            (Action(instance: Uid.Parse("1.2.3")), Bytes(Argument()), 0x0112, new(0x0000, 0x1001)),
            (Action(sopClass: Uids.StorageCommitmentPullModel), Bytes(Argument()), 0x0118, new(0x0000, 0x0003)),
            (Action(), Bytes(Argument(transaction: null)), 0x0115, Tags.TransactionUID),
            (Action(), Bytes(Argument(transaction: "1.2.x")), 0x0115, Tags.TransactionUID),
            (Action(), Bytes(Argument(sopClass: null, instance: null)), 0x0115, Tags.ReferencedSOPSequence),
            (Action(), Bytes(Argument(sopClass: null)), 0x0115, Tags.ReferencedSOPClassUID),
            (Action(), Bytes(Argument(instance: null)), 0x0115, Tags.ReferencedSOPInstanceUID),
            (Action(), [8, 0, 0x95, 0x11, 0xFF, 0xFF, 0, 0], 0x0110, null),
            (new() { Field = CommandField.NGetRq, MessageId = 5, SopClassUid = Push, SopInstanceUid = Instance }, null, 0x0211, null),
            (new() { Field = CommandField.NSetRq, MessageId = 5, SopClassUid = Push, SopInstanceUid = Instance, HasDataSet = true }, Bytes(Argument()), 0x0211, null),
            (new() { Field = CommandField.NCreateRq, MessageId = 5, SopClassUid = Push, HasDataSet = true }, Bytes(Argument()), 0x0211, null),
            (new() { Field = CommandField.NDeleteRq, MessageId = 5, SopClassUid = Push, SopInstanceUid = Instance }, null, 0x0211, null),
            (new() { Field = CommandField.NEventReportRq, MessageId = 5, SopClassUid = Push, SopInstanceUid = Instance, EventTypeId = 1, HasDataSet = true }, Bytes(Argument()), 0x0211, null),
            (new() { Field = CommandField.CFindRq, MessageId = 5, SopClassUid = Push, HasDataSet = true }, Bytes(Argument()), 0x0211, null),
        ];
        foreach (var (command, dataSet, status, offending) in cases)
        {
            await peer.Send(Message(command, dataSet));
            var answer = await peer.ReceiveCommand();
            Assert.Equal((command.Field | CommandField.Response, 5, status), (answer.Field, (int)answer.MessageIdBeingRespondedTo!, (int)answer.Status!));
            Assert.Equal(offending is { } tag ? [tag] : null, answer.OffendingElements);
        }
        Assert.False(provider.Asked.Task.IsCompleted);
        await peer.Send(Message(Action(), Bytes(Argument())));
        Assert.Equal(0, (int)(await peer.ReceiveCommand()).Status!);
        Assert.Equal("2.25.9", (await provider.Asked.Task.WaitAsync(Wait)).Request.TransactionUid.ToString());
    }

    [Fact]
    public async Task An_action_without_a_data_set_and_one_on_another_class_are_refused()
    {
        await using var host = await DicomHost.Start(commitment: new Provider());
        using var peer = await Associate(host, Uids.Verification);
        await peer.Send(Message(Action(sopClass: Push), Bytes(Argument())));
        Assert.Equal(0x0211, (int)(await peer.ReceiveCommand()).Status!);
        using var other = await Associate(host);
        var bare = Action();
        bare.HasDataSet = false;
        await other.Send(Message(bare, null));
        Assert.Equal(0x0212, (int)(await other.ReceiveCommand()).Status!);
    }

    [Fact]
    public async Task Without_a_provider_the_class_is_not_accepted()
    {
        await using var host = await DicomHost.Start();
        var refused = await Assert.ThrowsAsync<AssociationException>(() => new DicomClient(host.Peer, Options).Commit(Request(), Wait));
        Assert.Equal(AssociationFailure.NotNegotiated, refused.Failure);
    }

    [Fact]
    public async Task A_report_never_overtakes_the_answer_and_comes_on_the_association_that_asked()
    {
        var provider = new Provider { IsHasty = true };
        await using var host = await DicomHost.Start(commitment: provider);
        using var peer = await Associate(host);
        await peer.Send(Message(Action(), Bytes(Argument())));
        Assert.Equal(CommandField.NActionRsp, (await peer.ReceiveCommand()).Field);
        var report = await peer.ReceiveCommand();
        Assert.Equal((CommandField.NEventReportRq, (ushort?)1, Push, Instance), (report.Field, report.EventTypeId, report.SopClassUid, report.SopInstanceUid));
        Assert.Equal((byte)PduType.Data, (await peer.Receive())[0]);
        await peer.Send(Wire.Command(1, report.Respond(DimseStatus.Success)));
        Assert.Equal(DimseStatus.Success, await provider.Told!.WaitAsync(Wait));
    }

    [Fact]
    public async Task Who_went_on_with_something_else_or_left_is_not_told_there()
    {
        var provider = new Provider();
        await using var host = await DicomHost.Start(commitment: provider);
        var peer = await ScriptedPeer.Connect(host.Port);
        await peer.Send(Wire.AssociateRq(classes: [Push, Uids.Verification]));
        await peer.ReceiveType();
        await peer.Send(Message(Action(), Bytes(Argument())));
        await peer.ReceiveCommand();
        var (request, path) = await provider.Asked.Task.WaitAsync(Wait);
        var report = new CommitmentReport(request.TransactionUid, request.References, []);
        await peer.Send(Wire.Command(3, new() { Field = CommandField.CEchoRq, MessageId = 6, SopClassUid = Uids.Verification }));
        Assert.Equal(CommandField.CEchoRsp, (await peer.ReceiveCommand()).Field);
        Assert.Null(await path.TryReport(report, default));
        await peer.Send(Wire.ReleaseRq);
        Assert.Equal(6, await peer.ReceiveType());
        Assert.Null(await path.TryReport(report, default));
        peer.Dispose();
    }

    [Fact]
    public async Task Who_leaves_instead_of_answering_a_report_was_not_told()
    {
        var provider = new Provider();
        await using var host = await DicomHost.Start(commitment: provider);
        using var peer = await Associate(host);
        await peer.Send(Message(Action(), Bytes(Argument())));
        await peer.ReceiveCommand();
        var (request, path) = await provider.Asked.Task.WaitAsync(Wait);
        var telling = path.TryReport(new(request.TransactionUid, [], [new(One, 0x0112)]), default);
        Assert.Equal(2, (int?)(await peer.ReceiveCommand()).EventTypeId);
        await peer.Send(Wire.Abort);
        Assert.Null(await telling.WaitAsync(Wait));
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_is_none()
    {
        var time = new ManualTime();
        var provider = new Provider();
        await using var host = await DicomHost.Start(commitment: provider, time: time, configure: options => (options.ResponseSeconds, options.IdleSeconds) = (10, 10_000));
        using var peer = await Associate(host);
        await peer.Send(Message(Action(), Bytes(Argument())));
        await peer.ReceiveCommand();
        var (request, path) = await provider.Asked.Task.WaitAsync(Wait);
        var telling = path.TryReport(new(request.TransactionUid, request.References, []), default);
        var report = await peer.ReceiveCommand();
        await LogSink.Until(() => time.AdvanceToNext(TimeSpan.FromSeconds(10)) is not null || telling.IsCompleted);
        Assert.Null(await telling.WaitAsync(Wait));
        await peer.Send([.. Wire.Command(1, report.Respond(DimseStatus.Success)), .. Wire.ReleaseRq]); // too late, and no fault
        await peer.Receive();
        Assert.Equal(6, await peer.ReceiveType());
    }

    [Fact]
    public async Task Our_client_asks_and_hears_the_report_on_the_same_association()
    {
        await using var host = await DicomHost.Start(commitment: new Provider { IsHasty = true });
        var request = Request();
        var answer = await new DicomClient(host.Peer, Options).Commit(request, Wait);
        Assert.True(answer.Status.IsSuccess);
        Assert.Equal((request.TransactionUid, 0), (answer.Report!.TransactionUid, answer.Report.Failed.Count));
        Assert.Equal(request.References, answer.Report.Committed);
        await host.Log.Await("2102"); // released
    }

    [Fact]
    public async Task Our_client_hears_the_report_on_an_association_that_the_peer_opens()
    {
        var provider = new Provider();
        await using var host = await DicomHost.Start(commitment: provider);
        await using var listener = await CommitmentListener.Listen(IPAddress.Loopback, 0, Options);
        var request = Request();
        var asking = new DicomClient(host.Peer, Options).Commit(request, Wait, listener);
        await provider.Asked.Task.WaitAsync(Wait);
        var back = new DicomClient(new("TESTER", "127.0.0.1", listener.Port), new() { AeTitle = "CONCORD" });
        Assert.Equal(0x0110, (await back.ReportCommitment(new(Uid.New(), [One], []))).Code); // another's transaction
        var report = new CommitmentReport(request.TransactionUid, [One], [new(Two, CommitmentFailure.NoSuchObjectInstance)]) { RetrieveAeTitle = "CONCORD" };
        Assert.True((await back.ReportCommitment(report)).IsSuccess);
        var heard = (await asking).Report!;
        Assert.Equal([One], heard.Committed);
        Assert.Equal([new FailedCommitment(Two, 0x0112)], heard.Failed);
        Assert.Equal("CONCORD", heard.RetrieveAeTitle);
        await host.Log.Await("2102");
    }

    [Fact]
    public async Task Our_client_says_when_no_report_came_and_when_the_request_was_refused()
    {
        var time = new ManualTime();
        var provider = new Provider();
        await using var host = await DicomHost.Start(commitment: provider);
        var asking = new DicomClient(host.Peer, new() { AeTitle = "TESTER", ResponseSeconds = 10_000, ArtimSeconds = 300 }, time).Commit(Request(), TimeSpan.FromSeconds(60));
        await provider.Asked.Task.WaitAsync(Wait);
        await LogSink.Until(() => time.AdvanceToNext(TimeSpan.FromSeconds(60)) is not null || asking.IsCompleted);
        Assert.Equal(new CommitmentAnswer(DimseStatus.Success, null), await asking.WaitAsync(Wait));
        await using var full = await DicomHost.Start(commitment: new Provider(new(0x0213)));
        Assert.Equal((0x0213, null), ((int)(await new DicomClient(full.Peer, Options).Commit(Request(), Wait)).Status.Code, (CommitmentReport?)null));
    }

    [Fact]
    public async Task A_report_on_a_new_association_proposes_our_role_and_goes_to_who_says_nothing_about_it()
    {
        AssociateRequest? asked = null;
        CommandSet? report = null;
        var (port, done) = ScriptedPeer.Listen(async peer =>
        {
            asked = AssociatePduReader.ReadRequest(new((await peer.Receive()).AsMemory(6)));
            await peer.Send(Wire.AssociateAc()); // takes the class, and does not know the item
            report = await peer.ReceiveCommand();
            Assert.Equal(4, await peer.ReceiveType()); // its data set
            await peer.Send(Wire.Command(1, report.Respond(DimseStatus.Success)));
            Assert.Equal(5, await peer.ReceiveType());
            await peer.Send(Wire.ReleaseRp);
        });
        Assert.Equal(DimseStatus.Success, await new DicomClient(new("SCU", "127.0.0.1", port), Options).ReportCommitment(new(Uid.New(), [One], [])));
        Assert.Equal([new RoleSelection(Push, Scu: false, Scp: true)], asked!.User.Roles);
        Assert.Equal(CommandField.NEventReportRq, report!.Field);
        await done;
    }

    [Fact]
    public async Task A_report_does_not_go_to_who_denies_us_the_role()
    {
        var (port, done) = ScriptedPeer.Listen(async peer =>
        {
            await peer.Receive();
            await peer.Send(Wire.Write(PduWriter.WriteAccept, new AssociateAccept
            {
                Contexts = [new(1, ContextResult.Acceptance, TransferSyntax.ImplicitVrLittleEndian.Uid)],
                User = new() { MaxLength = 16_384, Roles = [new(Push, Scu: false, Scp: false)] },
            }));
            Assert.Equal(7, await peer.ReceiveType());
        });
        var refused = await Assert.ThrowsAsync<AssociationException>(() => new DicomClient(new("SCU", "127.0.0.1", port), Options).ReportCommitment(new(Uid.New(), [One], [])));
        Assert.Equal(AssociationFailure.NotNegotiated, refused.Failure);
        await done;
    }
}
