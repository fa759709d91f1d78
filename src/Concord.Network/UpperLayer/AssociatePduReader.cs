using System.Buffers;
using System.Buffers.Binary;
using Concord.Dicom.DataElements;

namespace Concord.Network.UpperLayer;

/// <summary>Parses the bodies of A-ASSOCIATE PDUs (PS3.8 §9.3.2 to §9.3.4). Unknown items are skipped (PS3.8 §9.3.1).</summary>
internal static class AssociatePduReader
{
    /// <summary>Most presentation contexts in one request: the odd numbers of a byte.</summary>
    internal const int MaxContexts = 128;

    /// <summary>Transfer syntaxes of one context that are looked at; what is proposed after them is ignored.</summary>
    internal const int MaxTransferSyntaxes = 64;

    private const int FixedLength = 68; // version, reserved, two AE titles, 32 reserved bytes
    private const int AeTitleLength = 16;

    /// <exception cref="PduException">The body is no A-ASSOCIATE-RQ.</exception>
    internal static AssociateRequest ReadRequest(ReadOnlySequence<byte> body)
    {
        var bytes = body.IsSingleSegment ? body.FirstSpan : body.ToArray();
        if (bytes.Length < FixedLength) throw new PduException(AbortReason.InvalidParameterValue, "A-ASSOCIATE-RQ is too short");
        var contexts = new List<ProposedContext>();
        string? applicationContext = null;
        UserInformation? user = null;
        var items = new ItemReader(bytes[FixedLength..]);
        while (items.TryNext(out var type, out var value))
        {
            if (type == ItemType.ApplicationContext) applicationContext ??= Text(value);
            else if (type == ItemType.PresentationContextRq) AddContext(contexts, value);
            else if (type == ItemType.UserInformation) user ??= UserInformationReader.Read(value);
        }
        return new()
        {
            ProtocolVersion = BinaryPrimitives.ReadUInt16BigEndian(bytes),
            CalledAeTitle = Text(bytes.Slice(4, AeTitleLength)),
            CallingAeTitle = Text(bytes.Slice(20, AeTitleLength)),
            ApplicationContext = applicationContext ?? "",
            Contexts = contexts,
            User = user ?? new(),
        };
    }

    /// <exception cref="PduException">The body is no A-ASSOCIATE-AC.</exception>
    internal static AssociateAccept ReadAccept(ReadOnlySequence<byte> body)
    {
        var bytes = body.IsSingleSegment ? body.FirstSpan : body.ToArray();
        if (bytes.Length < FixedLength) throw new PduException(AbortReason.InvalidParameterValue, "A-ASSOCIATE-AC is too short");
        var contexts = new List<ContextAnswer>();
        UserInformation? user = null;
        var items = new ItemReader(bytes[FixedLength..]);
        while (items.TryNext(out var type, out var value))
        {
            if (type == ItemType.PresentationContextAc) contexts.Add(ReadAnswer(value));
            else if (type == ItemType.UserInformation) user ??= UserInformationReader.Read(value);
            if (contexts.Count > MaxContexts) throw new PduException(AbortReason.InvalidParameterValue, "Too many presentation contexts");
        }
        return new() { Contexts = contexts, User = user ?? new() };
    }

    /// <exception cref="PduException">The body is no A-ASSOCIATE-RJ.</exception>
    internal static AssociateReject ReadReject(ReadOnlySequence<byte> body)
    {
        if (body.Length != 4) throw new PduException(AbortReason.InvalidParameterValue, "A-ASSOCIATE-RJ is not four bytes");
        Span<byte> bytes = stackalloc byte[4];
        body.CopyTo(bytes);
        return new(bytes[1], bytes[2], bytes[3]);
    }

    /// <summary>Text as it stands in AE titles and names: padding and NUL dropped, bytes taken as Latin-1.</summary>
    internal static string Text(ReadOnlySpan<byte> value) => System.Text.Encoding.Latin1.GetString(value.Trim(" \0"u8));

    private static void AddContext(List<ProposedContext> contexts, ReadOnlySpan<byte> value)
    {
        if (value.Length < 4) throw ItemReader.Overrun();
        var id = value[0];
        if (id % 2 == 0 || contexts.Count == MaxContexts || contexts.Exists(context => context.Id == id))
            throw new PduException(AbortReason.InvalidParameterValue, "Presentation context ids are odd and unique");
        Uid? abstractSyntax = null;
        var transferSyntaxes = new List<Uid>();
        var items = new ItemReader(value[4..]);
        while (items.TryNext(out var type, out var uid))
        {
            if (type == ItemType.AbstractSyntax) abstractSyntax ??= ParseUid(uid);
            else if (type == ItemType.TransferSyntax && transferSyntaxes.Count < MaxTransferSyntaxes && Uid.TryParse(uid, out Uid syntax)) transferSyntaxes.Add(syntax);
        }
        contexts.Add(new(id, abstractSyntax ?? default, transferSyntaxes));
    }

    private static ContextAnswer ReadAnswer(ReadOnlySpan<byte> value)
    {
        if (value.Length < 4) throw ItemReader.Overrun();
        Uid transferSyntax = default;
        var items = new ItemReader(value[4..]);
        while (items.TryNext(out var type, out var uid))
            if (type == ItemType.TransferSyntax && transferSyntax.IsNone) transferSyntax = ParseUid(uid);
        return new(value[0], (ContextResult)value[2], transferSyntax);
    }

    private static Uid ParseUid(ReadOnlySpan<byte> value) => Uid.TryParse(value, out Uid uid) ? uid : default;
}
