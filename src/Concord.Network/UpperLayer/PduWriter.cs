using System.Buffers;
using System.Buffers.Binary;
using Concord.Dicom.Files;

namespace Concord.Network.UpperLayer;

/// <summary>Writes whole PDUs (PS3.8 §9.3).</summary>
internal static class PduWriter
{
    /// <summary>Bytes of a P-DATA-TF PDU before its one PDV's data: PDU header, PDV length, context id, message control header.</summary>
    internal const int DataHeaderLength = PduReader.HeaderLength + PdvHeaderLength;

    /// <summary>PDV length, context id, message control header (PS3.8 §9.3.5.1, §E.2).</summary>
    internal const int PdvHeaderLength = 6;

    private const int MaxAssociateLength = 1 << 20; // 128 contexts of 64 syntaxes are half of this

    internal static void WriteRequest(IBufferWriter<byte> output, AssociateRequest request) => WriteAssociate(output, PduType.AssociateRq, request, null);

    internal static void WriteAccept(IBufferWriter<byte> output, AssociateAccept accept) => WriteAssociate(output, PduType.AssociateAc, null, accept);

    internal static void WriteReject(IBufferWriter<byte> output, AssociateReject reject) =>
        WriteShort(output, PduType.AssociateRj, reject.Result, reject.Source, reject.Reason);

    internal static void WriteRelease(IBufferWriter<byte> output, PduType type) => WriteShort(output, type, 0, 0, 0);

    /// <param name="source">0 service user, 2 service provider.</param>
    internal static void WriteAbort(IBufferWriter<byte> output, byte source, AbortReason reason) => WriteShort(output, PduType.Abort, 0, source, (byte)reason);

    /// <summary>Fills in the twelve bytes before the data of a PDU with one PDV.</summary>
    /// <param name="length">Bytes of data that follow.</param>
    internal static void WriteDataHeader(Span<byte> header, byte contextId, bool isCommand, bool isLast, int length)
    {
        header[0] = (byte)PduType.Data;
        header[1] = 0;
        BinaryPrimitives.WriteInt32BigEndian(header[2..], length + PdvHeaderLength);
        BinaryPrimitives.WriteInt32BigEndian(header[6..], length + 2);
        header[10] = contextId;
        header[11] = (byte)((isCommand ? 1 : 0) | (isLast ? 2 : 0));
    }

    private static void WriteShort(IBufferWriter<byte> output, PduType type, byte first, byte second, byte third)
    {
        output.Write<byte>([(byte)type, 0, 0, 0, 0, 4, 0, first, second, third]);
    }

    private static void WriteAssociate(IBufferWriter<byte> output, PduType type, AssociateRequest? request, AssociateAccept? accept)
    {
        var body = new ItemWriter(MaxAssociateLength);
        body.UInt16(request?.ProtocolVersion ?? 1);
        body.UInt16(0);
        body.AeTitle(request?.CalledAeTitle ?? accept!.CalledAeTitle);
        body.AeTitle(request?.CallingAeTitle ?? accept!.CallingAeTitle);
        body.Zeros(32);
        body.TextItem(ItemType.ApplicationContext, AssociateRequest.DicomApplicationContext);
        foreach (var context in request?.Contexts ?? []) WriteProposal(body, context);
        foreach (var context in accept?.Contexts ?? []) WriteAnswer(body, context);
        WriteUser(body, request?.User ?? accept!.User);
        Span<byte> header = stackalloc byte[PduReader.HeaderLength];
        header[0] = (byte)type;
        header[1] = 0;
        BinaryPrimitives.WriteInt32BigEndian(header[2..], body.Written.Length);
        output.Write(header);
        output.Write(body.Written);
    }

    private static void WriteProposal(ItemWriter body, ProposedContext context)
    {
        var item = body.Begin(ItemType.PresentationContextRq);
        body.Bytes([context.Id, 0, 0, 0]);
        body.TextItem(ItemType.AbstractSyntax, context.AbstractSyntax.ToString());
        foreach (var syntax in context.TransferSyntaxes) body.TextItem(ItemType.TransferSyntax, syntax.ToString());
        body.End(item);
    }

    private static void WriteAnswer(ItemWriter body, ContextAnswer context)
    {
        var item = body.Begin(ItemType.PresentationContextAc);
        body.Bytes([context.Id, 0, (byte)context.Result, 0]);
        body.TextItem(ItemType.TransferSyntax, context.TransferSyntax.ToString());
        body.End(item);
    }

    private static void WriteUser(ItemWriter body, UserInformation user)
    {
        var whole = body.Begin(ItemType.UserInformation);
        var item = body.Begin(ItemType.MaximumLength);
        body.UInt32(user.MaxLength);
        body.End(item);
        body.TextItem(ItemType.ImplementationClassUid, FileMeta.ConcordImplementationClassUid.ToString());
        if (user.Window is { } window)
        {
            item = body.Begin(ItemType.AsynchronousOperationsWindow);
            body.UInt16(window.Invoked);
            body.UInt16(window.Performed);
            body.End(item);
        }
        foreach (var role in user.Roles)
        {
            item = body.Begin(ItemType.RoleSelection);
            body.Counted(role.SopClass.ToString());
            body.Bytes([(byte)(role.Scu ? 1 : 0), (byte)(role.Scp ? 1 : 0)]);
            body.End(item);
        }
        body.TextItem(ItemType.ImplementationVersionName, FileMeta.ConcordImplementationVersionName);
        foreach (var extended in user.Extended)
        {
            item = body.Begin(ItemType.ExtendedNegotiation);
            body.Counted(extended.SopClass.ToString());
            body.Bytes(extended.Information);
            body.End(item);
        }
        foreach (var common in user.CommonExtended)
        {
            item = body.Begin(ItemType.CommonExtendedNegotiation); // the byte after the type is the item's version, 0
            body.Counted(common.SopClass.ToString());
            body.Counted(common.ServiceClass.ToString());
            body.UInt16((ushort)common.RelatedGeneralSopClasses.Sum(uid => uid.ToString().Length + 2));
            foreach (var general in common.RelatedGeneralSopClasses) body.Counted(general.ToString());
            body.End(item);
        }
        WriteIdentity(body, user);
        body.End(whole);
    }

    private static void WriteIdentity(ItemWriter body, UserInformation user)
    {
        if (user.Identity is { } identity)
        {
            var item = body.Begin(ItemType.UserIdentityRq);
            body.Bytes([identity.Type, (byte)(identity.PositiveResponseRequested ? 1 : 0)]);
            body.Counted(identity.Primary);
            body.Counted(identity.Secondary);
            body.End(item);
        }
        if (user.IdentityResponse is { } response)
        {
            var item = body.Begin(ItemType.UserIdentityAc);
            body.Counted(response);
            body.End(item);
        }
    }
}
