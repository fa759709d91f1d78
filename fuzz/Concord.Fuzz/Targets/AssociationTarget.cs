using System.Buffers;
using System.IO.Pipelines;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Fuzz.Engine;
using Concord.Fuzz.Mutation;
using Concord.Network;
using Concord.Network.Dimse;
using Concord.Network.ServiceClasses;
using Concord.Network.UpperLayer;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Concord.Fuzz.Targets;

/// <summary>All that a peer says on one connection, then its FIN: the acceptor comes to an end by itself, with no error of its own, and says only whole PDUs.</summary>
internal sealed class AssociationTarget : FuzzTarget
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(20);

    private static readonly NetworkOptions Options = new() { MaxPduLengthBytes = 64 << 10 };

    private static readonly Uid[] Classes =
        [Uids.Verification, Uids.SecondaryCaptureImageStorage, Uids.StudyRootQueryRetrieveInformationModelFind, Uids.StudyRootQueryRetrieveInformationModelMove, Uids.StudyRootQueryRetrieveInformationModelGet];

    public override string Name => "association";

    public override (long PerByte, long Constant) Allocation => (4096, 8 << 20);

    public override IEnumerable<byte[]> Seeds()
    {
        byte[] release = [5, 0, 0, 0, 0, 4, 0, 0, 0, 0];
        byte[] echo = Command(1, new() { Field = CommandField.CEchoRq, MessageId = 1, SopClassUid = Classes[0] });
        byte[] store = [.. Command(3, new() { Field = CommandField.CStoreRq, MessageId = 2, SopClassUid = Classes[1], SopInstanceUid = Uid.Parse("2.25.1"), HasDataSet = true }), .. Data(3, Samples.All[0])];
        var keys = new DataSet().SetString(Tags.QueryRetrieveLevel, "STUDY").SetString(Tags.PatientName, "A*");
        byte[] find = [.. Command(5, new() { Field = CommandField.CFindRq, MessageId = 3, SopClassUid = Classes[2], HasDataSet = true }), .. Data(5, keys)];
        byte[] move = [.. Command(7, new() { Field = CommandField.CMoveRq, MessageId = 4, SopClassUid = Classes[3], MoveDestination = "X", HasDataSet = true }), .. Data(7, keys)];
        byte[] get = [.. Command(9, new() { Field = CommandField.CGetRq, MessageId = 5, SopClassUid = Classes[4], HasDataSet = true }), .. Data(9, keys)];
        byte[] cancel = Command(5, new() { Field = CommandField.CCancelRq, MessageIdBeingRespondedTo = 3 });
        foreach (var said in new[] { echo, store, find, move, get }) yield return [.. AssociateTarget.Request(Classes), .. said, .. release];
        yield return [.. AssociateTarget.Request(Classes), .. echo, .. store, .. find, .. cancel, .. release];
    }

    public override IReadOnlyList<Mutator> Mutators => [.. FrameMutators.All, .. FrameMutators.All];

    public override void Run(byte[] input, CoverageMap seen)
    {
        var transport = new Connection(input);
        var log = new ErrorLog();
        var running = new AssociationAcceptor(Options, new(new Sink(), new Finder(), new Finder()), new StoppedClock(), log).Run(transport.Context);
#pragma warning disable VSTHRD002 // nothing that the work needs is held by who waits
        if (!running.Wait(Hang)) throw new FuzzException("the association does not end");
#pragma warning restore VSTHRD002
        if (log.Error is { } error) throw new FuzzException("an error of our own: " + error);
        Check(transport.TakeSent(), seen);
    }

    private static void Check(ReadOnlySequence<byte> said, CoverageMap seen)
    {
        while (!said.IsEmpty)
        {
            FuzzException.Require(PduReader.TryRead(ref said, 1 << 24, out var pdu), "half a PDU is said");
            seen.Note((int)pdu.Type);
        }
    }

    private static byte[] Command(byte context, CommandSet command) => Pdv(context, isCommand: true, CommandSetWriter.Write(command));

    private static byte[] Data(byte context, DataSet dataSet) => Pdv(context, isCommand: false, DataSetWriter.ToArray(dataSet, TransferSyntax.ImplicitVrLittleEndian));

    private static byte[] Pdv(byte context, bool isCommand, byte[] data)
    {
        var header = new byte[PduWriter.DataHeaderLength];
        PduWriter.WriteDataHeader(header, context, isCommand, isLast: true, data.Length);
        return [.. header, .. data];
    }

    private sealed class Connection : IDuplexPipe
    {
        private static readonly PipeOptions Unlimited = new(
            readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false);

        private readonly Pipe _toUs = new(Unlimited), _toPeer = new(Unlimited);

        public Connection(byte[] input)
        {
            Context = new DefaultConnectionContext("fuzz", this, this);
            _toUs.Writer.Write(input);
            _toUs.Writer.Complete();
        }

        public ConnectionContext Context { get; }

        public PipeReader Input => _toUs.Reader;

        public PipeWriter Output => _toPeer.Writer;

        public ReadOnlySequence<byte> TakeSent() => _toPeer.Reader.TryRead(out var read) ? read.Buffer : default;
    }

    /// <summary>Keeps the first error; what peers do wrong is logged lower.</summary>
    private sealed class ErrorLog : ILogger
    {
        public string? Error { get; private set; }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) Error ??= formatter(state, exception) + " " + exception;
        }
    }

    private sealed class Sink : IStorageProvider, IIncomingObject
    {
        public ValueTask<IIncomingObject> Begin(StoreRequest request, AssociationPeer peer, CancellationToken cancel) => new(this);

        public ValueTask Append(ReadOnlySequence<byte> fragment, CancellationToken cancel) => default;

        public ValueTask<DimseStatus> Complete(CancellationToken cancel) => new(DimseStatus.Success);

        public ValueTask DisposeAsync() => default;
    }

    private sealed class Finder : Concord.Network.ServiceClasses.IQueryProvider, IRetrieveProvider
    {
        public async IAsyncEnumerable<QueryResult> Find(
            InformationModel model, DataSet identifier, bool relational, AssociationPeer peer, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
        {
            await Task.CompletedTask;
            yield return new(DimseStatus.Pending, identifier);
        }

        public ValueTask<RetrieveResult> Locate(InformationModel model, DataSet identifier, AssociationPeer peer, CancellationToken cancel) => new(new RetrieveResult(DimseStatus.Success, []));

        public ValueTask<RemotePeer?> FindDestination(string aeTitle, CancellationToken cancel) => new((RemotePeer?)null);
    }
}
