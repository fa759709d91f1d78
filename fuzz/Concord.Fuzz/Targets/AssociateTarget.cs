using System.Buffers;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Fuzz.Engine;
using Concord.Fuzz.Mutation;
using Concord.Network.UpperLayer;

namespace Concord.Fuzz.Targets;

/// <summary>PDUs off a stream, and the bodies of A-ASSOCIATE: what is read as a request can be written and reads the same.</summary>
internal sealed class AssociateTarget : FuzzTarget
{
    private const uint LongestPdu = 1 << 20;

    public override string Name => "associate";

    public override IEnumerable<byte[]> Seeds()
    {
        Uid[] classes = [Uid.Parse("1.2.840.10008.1.1"), Uid.Parse("1.2.840.10008.5.1.4.1.1.2")];
        yield return Request(classes);
        var output = new ArrayBufferWriter<byte>();
        PduWriter.WriteAccept(output, new() { Contexts = [new(1, ContextResult.Acceptance, TransferSyntax.ImplicitVrLittleEndian.Uid)], User = User(classes) });
        PduWriter.WriteReject(output, AssociateReject.NoReason);
        PduWriter.WriteRelease(output, PduType.ReleaseRq);
        PduWriter.WriteAbort(output, 2, AbortReason.UnexpectedPdu);
        yield return output.WrittenSpan.ToArray();
    }

    public override IReadOnlyList<Mutator> Mutators =>
    [
        .. FrameMutators.All,
        ByteMutators.Tokens([0x10, 0, 0, 4], [0x20, 0, 0, 8, 1, 0, 0, 0], [0x30, 0, 0, 2, 0x31, 0x32], [0x40, 0, 0, 0], [0x50, 0, 0, 8], [0x51, 0, 0, 4, 0, 0, 0, 0], [0x52, 0, 0, 1, 0x31],
            [0x53, 0, 0, 4, 0, 1, 0, 1], [0x54, 0, 0, 7, 0, 3, 0x31, 0x2E, 0x32, 1, 1], [0x55, 0, 0, 1, 0x41], [0x56, 0, 0, 6, 0, 3, 0x31, 0x2E, 0x32, 1],
            [0x57, 0, 0, 12, 0, 3, 0x31, 0x2E, 0x32, 0, 3, 0x31, 0x2E, 0x32, 0, 0], [0x58, 0, 0, 8, 2, 1, 0, 1, 0x41, 0, 1, 0x42], "1.2.840.10008.3.1.1.1"u8.ToArray()),
    ];

    public override void Run(byte[] input, CoverageMap seen)
    {
        var rest = Pieces.Of(input, 1 + (input.Length % 37));
        try
        {
            while (PduReader.TryRead(ref rest, LongestPdu, out var pdu))
            {
                seen.Note((int)pdu.Type);
                if (pdu.Type == PduType.AssociateRq) CheckRequest(AssociatePduReader.ReadRequest(pdu.Body), seen);
                else if (pdu.Type == PduType.AssociateAc) seen.NoteSize(AssociatePduReader.ReadAccept(pdu.Body).Contexts.Count);
                else if (pdu.Type == PduType.AssociateRj) _ = AssociatePduReader.ReadReject(pdu.Body).Explain();
            }
        }
        catch (PduException damage)
        {
            seen.Note(damage.Message);
        }
    }

    /// <summary>An A-ASSOCIATE-RQ with all that user information may hold.</summary>
    internal static byte[] Request(IReadOnlyList<Uid> classes)
    {
        var output = new ArrayBufferWriter<byte>();
        PduWriter.WriteRequest(output, new()
        {
            CalledAeTitle = "CONCORD",
            CallingAeTitle = "FUZZ",
            Contexts = [.. classes.Select((uid, i) => new ProposedContext((byte)((2 * i) + 1), uid, [TransferSyntax.ImplicitVrLittleEndian.Uid, TransferSyntax.ExplicitVrLittleEndian.Uid]))],
            User = User(classes),
        });
        return output.WrittenSpan.ToArray();
    }

    private static UserInformation User(IReadOnlyList<Uid> classes) => new()
    {
        MaxLength = 16 << 10,
        Window = new(3, 2),
        Roles = [new(classes[^1], true, true)],
        Extended = [new(classes[^1], [1, 1, 0])],
    };

    private static void CheckRequest(AssociateRequest request, CoverageMap seen)
    {
        seen.NoteSize(request.Contexts.Count);
        seen.NoteSize(request.User.Roles.Count);
        FuzzException.Require(request.Contexts.Count <= AssociatePduReader.MaxContexts, "more contexts than there are ids");
        FuzzException.Require(request.Contexts.All(context => context.TransferSyntaxes.Count <= AssociatePduReader.MaxTransferSyntaxes), "more transfer syntaxes than are looked at");
    }
}
