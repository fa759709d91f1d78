using Concord.Server.Describing;
using Concord.Dicom.DataElements;

namespace Concord.Server.Sends;

/// <summary>What is sent to send: <c>{"to":AE,"study":UID,"series":UID,"instances":[UID,…]}</c>; series and instances may be missing.</summary>
[OmitsNulls]
internal sealed record SendBody(string? To, string? Study, string? Series, IReadOnlyList<string?>? Instances)
{
    /// <summary>Most instances named in one send.</summary>
    public const int MaxInstances = 10_000;

    private const int MaxTitle = 16;

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? FindFault()
    {
        if (To is not { Length: >= 1 and <= MaxTitle }) return "to is the AE title of a peer.";
        if (!IsUid(Study) || (Series is not null && !IsUid(Series))) return "study and series are UIDs; at least the study is named.";
        if (Instances is null) return null;
        return Instances.Count is >= 1 and <= MaxInstances && Instances.All(IsUid) ? null : $"instances are 1 to {MaxInstances} UIDs; without them all are sent.";
    }

    public IReadOnlyList<Uid> Named() => [.. (Instances ?? []).Distinct(StringComparer.Ordinal).Select(text => Uid.Parse(text!))];

    private static bool IsUid(string? text) => Uid.TryParse(text, null, out var uid) && !uid.IsNone;
}
