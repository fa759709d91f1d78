using Concord.Network;
using Concord.Network.UpperLayer;
using Dicom.Tests.Network.Support;

namespace Dicom.Tests.Network.UpperLayer;

/// <summary>Every cell of PS3.8 Table 9-10, tried on the machine itself: what it sends, what the timer does, whether it closes, where it goes.
/// Expectations come from the standard's tables, not from the code.</summary>
public sealed class StateTableTests
{
    private static readonly string Tables = Path.Combine(Repository.Root, "data", "standard");

    public static TheoryData<string, string, string, string> Rows()
    {
        var rows = new TheoryData<string, string, string, string>();
        foreach (var line in File.ReadLines(Path.Combine(Tables, "ul_state_table.csv")).Skip(1))
            if (line.Split(',') is [var happened, var state, var action, var next]) rows.Add(happened, state, action, next);
        return rows;
    }

    private static readonly Dictionary<string, string> Definitions = File.ReadLines(Path.Combine(Tables, "ul_actions.csv")).Skip(1)
        .Select(line => line.Split(',', 2)).ToDictionary(fields => fields[0], fields => fields[1].ToUpperInvariant());

    [Theory, MemberData(nameof(Rows))]
    public async Task A_cell_does_what_its_action_says(string happened, string state, string action, string next)
    {
        foreach (var isRequestor in new[] { true, false })
        {
            var transport = new PipeTransport();
            var time = new ManualTime();
            await using var wire = new UpperLayerConnection(transport.Connection, isRequestor, new(), time, Parse(state));
            var wasRunning = wire.IsArtimRunning;
            var indication = await Raise(wire, transport, time, StateTable.ParseEvent(happened));

            Assert.Equal(ExpectedState(next, isRequestor, action), wire.State);
            Assert.Equal(ExpectedPdu(action), transport.TakeSent() is [var type, ..] ? type : 0);
            Assert.Equal(ExpectedTimer(action, wasRunning), wire.IsArtimRunning);
            Assert.Equal(Definitions[action].Contains("LOSE TRANSPORT CONNECTION", StringComparison.Ordinal), wire.IsClosed);
            Assert.Equal(ExpectedIndication(action), indication);
        }
    }

    [Fact]
    public void Cells_that_the_table_leaves_empty_are_empty()
    {
        var filled = Rows().Select(row => (StateTable.ParseEvent((string)row[0]), Parse((string)row[1]))).ToHashSet();
        foreach (var happened in Enum.GetValues<AssociationEvent>())
            foreach (var state in Enum.GetValues<AssociationState>())
                Assert.Equal(filled.Contains((happened, state)), StateTable.Find(state, happened) is not null);
    }

    [Fact]
    public async Task A_request_of_another_protocol_version_is_rejected_by_the_provider()
    {
        var transport = new PipeTransport();
        await using var wire = new UpperLayerConnection(transport.Connection, isRequestor: false, new(), new ManualTime(), AssociationState.Sta2);
        await transport.Send(Wire.AssociateRq(version: 2));
        var pending = wire.Receive(default);
        Assert.Equal(new byte[] { 3, 0, 0, 0, 0, 4, 0, 1, 2, 2 }, transport.TakeSent());
        Assert.Equal((AssociationState.Sta13, true), (wire.State, wire.IsArtimRunning));
        transport.CloseByPeer();
        Assert.Equal(IndicationKind.Closed, (await pending).Kind);
    }

    /// <summary>Makes the event happen; the indication is null when the machine went on waiting.</summary>
    private static async Task<IndicationKind?> Raise(UpperLayerConnection wire, PipeTransport transport, ManualTime time, AssociationEvent happened)
    {
        switch (happened)
        {
            case AssociationEvent.AssociateRequest: wire.Connect(); return null;
            case AssociationEvent.TransportConfirm: await wire.Request(Wire.Request(), default); return null;
            case AssociationEvent.TransportIndication: wire.Open(); return null;
            case AssociationEvent.AssociateAccept: await wire.Accept(new() { Contexts = [], User = new() }, default); return null;
            case AssociationEvent.AssociateReject: await wire.Reject(AssociateReject.NoReason, default); return null;
            case AssociationEvent.DataRequest: await wire.SendMessage(1, new byte[8], (ReadOnlyMemory<byte>?)null, default); return null;
            case AssociationEvent.ReleaseRequest: await wire.RequestRelease(default); return null;
            case AssociationEvent.ReleaseResponse: await wire.RespondRelease(default); return null;
            case AssociationEvent.AbortRequest: await wire.Abort(); return null;
            case AssociationEvent.ArtimExpired: time.Advance(TimeSpan.FromSeconds(new NetworkOptions().ArtimSeconds)); return null;
            case AssociationEvent.TransportClosed: transport.CloseByPeer(); break;
            default: await transport.Send(PduOf(happened)); break;
        }
        var pending = wire.Receive(default);
        if (!pending.IsCompleted) return null;
        var kind = (await pending).Kind;
        return kind == IndicationKind.Closed ? null : kind; // the end of the connection is no primitive
    }

    private static byte[] PduOf(AssociationEvent happened) => happened switch
    {
        AssociationEvent.AssociateRqPdu => Wire.AssociateRq(),
        AssociationEvent.AssociateAcPdu => Wire.AssociateAc(),
        AssociationEvent.AssociateRjPdu => Wire.AssociateRj(),
        AssociationEvent.DataPdu => Wire.EchoRq(),
        AssociationEvent.ReleaseRqPdu => Wire.ReleaseRq,
        AssociationEvent.ReleaseRpPdu => Wire.ReleaseRp,
        AssociationEvent.AbortPdu => Wire.Abort,
        AssociationEvent.InvalidPdu => Wire.Unrecognized,
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };

    private static AssociationState Parse(string state) => Enum.Parse<AssociationState>(state);

    private static AssociationState ExpectedState(string next, bool isRequestor, string action)
    {
        var choices = next.Split(" or ");
        var second = action == "AR-8" && !isRequestor;
        return Parse(second ? "Sta" + choices[^1] : choices[0]);
    }

    private static int ExpectedPdu(string action)
    {
        var text = Definitions[action];
        if (text.Contains("SEND A-ASSOCIATE-RQ", StringComparison.Ordinal)) return 1;
        if (text.Contains("SEND A-ASSOCIATE-AC", StringComparison.Ordinal)) return 2;
        if (text.Contains("SEND A-ASSOCIATE-RJ", StringComparison.Ordinal)) return 3;
        if (text.Contains("P-DATA-TF PDU", StringComparison.Ordinal)) return 4;
        if (text.Contains("SEND A-RELEASE-RQ PDU", StringComparison.Ordinal)) return 5;
        if (text.Contains("A-RELEASE-RP PDU", StringComparison.Ordinal)) return 6;
        return text.Contains("SEND A-ABORT PDU", StringComparison.Ordinal) ? 7 : 0;
    }

    private static bool ExpectedTimer(string action, bool wasRunning)
    {
        var text = Definitions[action];
        if (text.Contains("STOP ARTIM", StringComparison.Ordinal)) return false;
        return text.Contains("START", StringComparison.Ordinal) && text.Contains("ARTIM", StringComparison.Ordinal) ? true : wasRunning;
    }

    /// <summary>Primitives that the actions' text issues.</summary>
    private static IndicationKind? ExpectedIndication(string action) => action switch
    {
        "AE-3" => IndicationKind.Accepted,
        "AE-4" => IndicationKind.Rejected,
        "AE-6" => IndicationKind.Associate,
        "DT-2" or "AR-6" => IndicationKind.Data,
        "AR-2" => IndicationKind.Release,
        "AR-3" or "AR-10" => IndicationKind.Released,
        "AR-8" => IndicationKind.ReleaseCollision,
        "AA-3" => IndicationKind.Abort,
        "AA-4" or "AA-8" => IndicationKind.ProviderAbort,
        _ => null,
    };
}
