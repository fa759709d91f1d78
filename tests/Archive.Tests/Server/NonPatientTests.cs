using System.Buffers;
using System.Collections.Concurrent;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Network;
using Concord.Network.Dimse;
using Concord.Network.ServiceClasses;

namespace Archive.Tests.Server;

/// <summary>Objects of no patient (PS3.4 §GG) go in by C-STORE and come back by C-GET, byte for byte.</summary>
public sealed class NonPatientTests
{
    public static TheoryData<string> Classes => new(
        "1.2.840.10008.5.1.4.38.1", "1.2.840.10008.5.1.4.39.1", "1.2.840.10008.5.1.4.43.1", "1.2.840.10008.5.1.4.44.1", "1.2.840.10008.5.1.4.45.1",
        "1.2.840.10008.5.1.4.1.1.200.1", "1.2.840.10008.5.1.4.1.1.200.3", "1.2.840.10008.5.1.4.1.1.200.7", "1.2.840.10008.5.1.4.1.1.201.1");

    [Theory, MemberData(nameof(Classes))]
    public async Task What_was_stored_comes_back(string sopClass)
    {
        await using var server = await TestServer.Start();
        var client = new DicomClient(new("CONCORD", "127.0.0.1", server.Server.Dicom.Port), new() { AeTitle = "TESTER" });
        Sample[] objects = [new(Uid.Parse(sopClass), 1), new(Uid.Parse(sopClass), 2)];
        await foreach (var result in client.Store(objects)) Assert.Equal(DimseStatus.Success, result.Status);
        var sink = new Sink();
        var keys = new DataSet().SetString(Tags.QueryRetrieveLevel, "IMAGE").SetStrings(Tags.SOPInstanceUID, [.. objects.Select(o => o.SopInstanceUid.ToString())], Vr.UI);
        RetrieveProgress? last = null;
        await foreach (var progress in client.Get(InformationModel.StudyRoot, keys, sink, relational: true)) last = progress; // no class is named: all common ones are proposed
        Assert.Equal((DimseStatus.Success, new SubOperations(null, 2, 0, 0)), (last!.Status, last.SubOperations!.Value));
        foreach (var instance in objects) Assert.Equal(instance.Bytes, sink.Taken[instance.SopInstanceUid]);
    }

    private sealed class Sample(Uid sopClass, int number) : IOutgoingObject
    {
        public Uid SopClassUid => sopClass;

        public Uid SopInstanceUid { get; } = Uid.Parse($"2.25.4711.{number}");

        public TransferSyntax TransferSyntax => TransferSyntax.ExplicitVrLittleEndian;

        public byte[] Bytes => DataSetWriter.ToArray(
            new DataSet().SetUid(Tags.SOPClassUID, sopClass).SetUid(Tags.SOPInstanceUID, SopInstanceUid).SetString(Tags.ContentLabel, "SAMPLE").SetInt(Tags.InstanceNumber, number),
            TransferSyntax);

        public ValueTask<Stream?> OpenDataSet(TransferSyntax transferSyntax, CancellationToken cancel) =>
            new(transferSyntax == TransferSyntax ? new MemoryStream(Bytes) : null);
    }

    private sealed class Sink : IStorageProvider
    {
        internal ConcurrentDictionary<Uid, byte[]> Taken { get; } = new();

        public ValueTask<IIncomingObject> Begin(StoreRequest request, AssociationPeer peer, CancellationToken cancel) => new(new Incoming(this, request));

        private sealed class Incoming(Sink sink, StoreRequest request) : IIncomingObject
        {
            private readonly ArrayBufferWriter<byte> _bytes = new();

            public ValueTask Append(ReadOnlySequence<byte> fragment, CancellationToken cancel)
            {
                foreach (var part in fragment) _bytes.Write(part.Span);
                return default;
            }

            public ValueTask<DimseStatus> Complete(CancellationToken cancel)
            {
                sink.Taken[request.AffectedSopInstanceUid] = _bytes.WrittenSpan.ToArray();
                return new(DimseStatus.Success);
            }

            public ValueTask DisposeAsync() => default;
        }
    }
}
