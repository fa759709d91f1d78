using System.Text;

namespace Whole.Tests.Harness.Wire;

/// <summary>DIMSE-C services over a <see cref="WireAssociation"/> (PS3.7 §9.3).</summary>
internal static class WireScu
{
    public const string ImplicitLittle = "1.2.840.10008.1.2";
    public const string Verification = "1.2.840.10008.1.1";
    public const string StudyRootFind = "1.2.840.10008.5.1.4.1.2.2.1";
    public const string StudyRootMove = "1.2.840.10008.5.1.4.1.2.2.2";
    public const string StudyRootGet = "1.2.840.10008.5.1.4.1.2.2.3";
    public const string PatientRootFind = "1.2.840.10008.5.1.4.1.2.1.1";

    /// <summary>C-ECHO on an association of its own; the status.</summary>
    public static async Task<int> Echo(int port, string called = ConcordServer.Ae)
    {
        await using var association = await WireAssociation.Open(port, called, new WireContext(Verification, [ImplicitLittle]));
        await association.Send(association.ContextFor(Verification), Command(association, Verification, 0x0030, hasData: false), null);
        var status = (await association.Receive()).Status;
        await association.Release();
        return status;
    }

    /// <summary>An association that may store the objects given.</summary>
    public static Task<WireAssociation> OpenForStore(int port, IEnumerable<(string SopClass, string TransferSyntax)> kinds) =>
        WireAssociation.Open(port, ConcordServer.Ae, [.. kinds.Distinct().Select(k => new WireContext(k.SopClass, [k.TransferSyntax]))]);

    /// <summary>C-STORE of exactly these bytes; the status of the response.</summary>
    public static async Task<int> Store(this WireAssociation association, string sopClass, string sopUid, string transferSyntax, ReadOnlyMemory<byte> dataSet)
    {
        var command = Command(association, sopClass, 0x0001, hasData: true, sopUid: sopUid);
        await association.Send(association.ContextFor(sopClass, transferSyntax), command, dataSet);
        return (await association.Receive()).Status;
    }

    /// <summary>One object on an association of its own.</summary>
    public static async Task<int> Store(int port, TestObject instance)
    {
        await using var association = await OpenForStore(port, [(instance.SopClass, TestObject.ExplicitLittle)]);
        var status = await association.Store(instance.SopClass, instance.SopUid, TestObject.ExplicitLittle, instance.DataSet());
        await association.Release();
        return status;
    }

    /// <summary>C-FIND: the identifiers of the pending responses, and the final status.</summary>
    public static Task<(List<Dictionary<uint, byte[]>> Matches, int Status)> Find(int port, string level, params (uint Tag, string Value)[] keys) =>
        FindIn(StudyRootFind, port, level, keys);

    public static async Task<(List<Dictionary<uint, byte[]>> Matches, int Status)> FindIn(string model, int port, string level, params (uint Tag, string Value)[] keys)
    {
        await using var association = await WireAssociation.Open(port, ConcordServer.Ae, new WireContext(model, [ImplicitLittle]));
        await association.Send(association.ContextFor(model), Command(association, model, 0x0020, hasData: true), Identifier(level, keys));
        var matches = new List<Dictionary<uint, byte[]>>();
        while (true)
        {
            var answer = await association.Receive();
            if (!answer.IsPending)
            {
                await association.Release();
                return (matches, answer.Status);
            }

            matches.Add(Elements.ParseImplicit(answer.DataSet));
        }
    }

    /// <summary>C-GET; the objects come as they were on the wire. The kinds say which classes and syntaxes are accepted.</summary>
    public static async Task<WireRetrieved> Get(int port, string level, IEnumerable<(string SopClass, string TransferSyntax)> kinds, params (uint Tag, string Value)[] keys)
    {
        WireContext[] storage = [.. kinds.Distinct().Select(k => new WireContext(k.SopClass, [k.TransferSyntax], AsScp: true))];
        await using var association = await WireAssociation.Open(port, ConcordServer.Ae, [new WireContext(StudyRootGet, [ImplicitLittle]), .. storage]);
        await association.Send(association.ContextFor(StudyRootGet), Command(association, StudyRootGet, 0x0010, hasData: true), Identifier(level, keys));
        var objects = new List<WireObject>();
        while (true)
        {
            var message = await association.Receive();
            if (message.Field == 0x0001)
            {
                objects.Add(new(message.Text(0x00000002), message.Text(0x00001000), association.Accepted[message.ContextId].TransferSyntax, message.DataSet));
                await association.Send(message.ContextId, StoreResponse(message), null);
            }
            else if (!message.IsPending)
            {
                await association.Release();
                return new(objects, message);
            }
        }
    }

    /// <summary>C-MOVE; the final response.</summary>
    public static async Task<WireMessage> Move(int port, string destination, string level, params (uint Tag, string Value)[] keys)
    {
        await using var association = await WireAssociation.Open(port, ConcordServer.Ae, new WireContext(StudyRootMove, [ImplicitLittle]));
        var command = Command(association, StudyRootMove, 0x0021, hasData: true, destination: destination);
        await association.Send(association.ContextFor(StudyRootMove), command, Identifier(level, keys));
        while (true)
        {
            var answer = await association.Receive();
            if (answer.IsPending) continue;
            await association.Release();
            return answer;
        }
    }

    /// <summary>A value of a C-FIND answer, its padding cut.</summary>
    public static string Text(this Dictionary<uint, byte[]> identifier, uint tag) =>
        identifier.TryGetValue(tag, out var value) ? Encoding.UTF8.GetString(value).TrimEnd(' ', '\0') : "";

    internal static byte[] Identifier(string level, params (uint Tag, string Value)[] keys)
    {
        var elements = new Elements(isExplicit: false);
        foreach (var (tag, value) in keys.Append((0x00080052u, level)).OrderBy(k => k.Item1))
            elements.Add(tag, (tag & 0xFF) is 0x0D or 0x0E or 0x18 ? "UI" : "LO", value);
        return elements.ToArray();
    }

    private static byte[] Command(WireAssociation association, string sopClass, ushort field, bool hasData, string? sopUid = null, string? destination = null)
    {
        var command = new Elements(isExplicit: false).Add(0x00000002, "UI", sopClass).AddNumber(0x00000100, field).AddNumber(0x00000110, association.NextMessageId());
        if (destination is not null) command.Add(0x00000600, "AE", destination);
        if (hasData) command.AddNumber(0x00000700, 0);
        command.AddNumber(0x00000800, hasData ? (ushort)1 : (ushort)0x0101);
        if (sopUid is not null) command.Add(0x00001000, "UI", sopUid);
        return WithGroupLength(command.ToArray());
    }

    private static byte[] StoreResponse(WireMessage request) => WithGroupLength(new Elements(isExplicit: false)
        .Add(0x00000002, "UI", request.Text(0x00000002)).AddNumber(0x00000100, 0x8001).AddNumber(0x00000120, (ushort)request.MessageId)
        .AddNumber(0x00000800, 0x0101).AddNumber(0x00000900, 0).Add(0x00001000, "UI", request.Text(0x00001000)).ToArray());

    private static byte[] WithGroupLength(byte[] command) =>
        [.. new Elements(isExplicit: false).Add(0x00000000, "UL", BitConverter.GetBytes(command.Length)).ToArray(), .. command];
}
