using System.Buffers;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Network.Dimse;
using Concord.Network.UpperLayer;

namespace Dicom.Tests.Network.Support;

/// <summary>PDUs as bytes.</summary>
internal static class Wire
{
    internal static readonly Uid Verification = Uid.Parse("1.2.840.10008.1.1");

    internal static readonly byte[] ReleaseRq = [5, 0, 0, 0, 0, 4, 0, 0, 0, 0];
    internal static readonly byte[] ReleaseRp = [6, 0, 0, 0, 0, 4, 0, 0, 0, 0];
    internal static readonly byte[] Abort = [7, 0, 0, 0, 0, 4, 0, 0, 0, 0];
    internal static readonly byte[] Unrecognized = [10, 0, 0, 0, 0, 2, 1, 2];

    internal static byte[] AssociateRq(ushort version = 1, string called = "CONCORD", params Uid[] classes) => Write(PduWriter.WriteRequest, Request(called, classes) with { ProtocolVersion = version });

    internal static AssociateRequest Request(string called = "CONCORD", params Uid[] classes) => new()
    {
        CalledAeTitle = called,
        CallingAeTitle = "PEER",
        Contexts = [.. (classes.Length == 0 ? [Verification] : classes).Select((uid, i) => new ProposedContext((byte)((2 * i) + 1), uid, [TransferSyntax.ImplicitVrLittleEndian.Uid]))],
        User = new() { MaxLength = 16_384 },
    };

    internal static byte[] AssociateAc(AsynchronousOperationsWindow? window = null) => Write(PduWriter.WriteAccept, new AssociateAccept
    {
        Contexts = [new(1, ContextResult.Acceptance, TransferSyntax.ImplicitVrLittleEndian.Uid)],
        User = new() { MaxLength = 16_384, Window = window },
    });

    internal static byte[] AssociateRj() => Write(PduWriter.WriteReject, AssociateReject.NoReason);

    internal static byte[] Data(byte contextId, bool isCommand, bool isLast, params byte[] data)
    {
        var pdu = new byte[PduWriter.DataHeaderLength + data.Length];
        PduWriter.WriteDataHeader(pdu, contextId, isCommand, isLast, data.Length);
        data.CopyTo(pdu, PduWriter.DataHeaderLength);
        return pdu;
    }

    internal static byte[] Command(byte contextId, CommandSet command) => Data(contextId, isCommand: true, isLast: true, CommandSetWriter.Write(command));

    internal static byte[] EchoRq(ushort messageId = 1) =>
        Command(1, new() { Field = CommandField.CEchoRq, MessageId = messageId, SopClassUid = Verification });

    internal static byte[] Write<T>(Action<IBufferWriter<byte>, T> write, T what)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output, what);
        return output.WrittenSpan.ToArray();
    }
}
