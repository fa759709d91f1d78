using System.Buffers;
using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Network.Dimse;
using Concord.Network.UpperLayer;

namespace Concord.Bench.Core;

/// <summary>PDUs off a buffer, and command sets both ways.</summary>
public class NetworkBenchmarks
{
    private const int Pdus = 32, PduLength = 16 << 10;
    private const uint MaxLength = 1 << 20;
    private readonly byte[] _pdus = new byte[Pdus * (PduReader.HeaderLength + PduLength)];
    private readonly CommandSet _command = new()
    {
        Field = CommandField.CStoreRq,
        MessageId = 7,
        SopClassUid = Uids.CTImageStorage,
        SopInstanceUid = Uid.Parse("2.25.166711273414823446421370938741512876437"),
        HasDataSet = true,
    };

    private byte[] _bytes = [];

    [GlobalSetup]
    public void Setup()
    {
        for (var i = 0; i < Pdus; i++)
        {
            var at = _pdus.AsSpan(i * (PduReader.HeaderLength + PduLength));
            at[0] = (byte)PduType.Data;
            BinaryPrimitives.WriteInt32BigEndian(at[2..], PduLength);
        }
        _bytes = CommandSetWriter.Write(_command);
    }

    [Benchmark(OperationsPerInvoke = Pdus)] public int ReadPdu()
    {
        var rest = new ReadOnlySequence<byte>(_pdus);
        var read = 0;
        while (PduReader.TryRead(ref rest, MaxLength, out _)) read++;
        return read;
    }

    [Benchmark] public bool ReadCommand() => CommandSetReader.Read(_bytes).HasDataSet;

    [Benchmark] public int WriteCommand() => CommandSetWriter.Write(_command).Length;
}
