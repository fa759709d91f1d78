using System.Diagnostics;
using Concord.Network.Dimse;
using Concord.Vault.Receive;

namespace Concord.Server.Dimse;

/// <summary>What became of an object, in the words of DIMSE (PS3.4 Table B.2-1, PS3.7 Annex C).</summary>
internal static class StoreStatus
{
    /// <param name="outcome">What the vault says.</param>
    /// <param name="conflictIsSuccess">The peer is configured to hear 0000 when its object was kept aside.</param>
    public static DimseStatus ToDimse(this StoreOutcome outcome, bool conflictIsSuccess) => outcome switch
    {
        StoreOutcome.Stored { HasFaults: true } or StoreOutcome.AlreadyStored { HasFaults: true } => new(0xB007, "Data Set does not match SOP Class"),
        StoreOutcome.Stored or StoreOutcome.AlreadyStored => DimseStatus.Success,
        StoreOutcome.KeptAside when conflictIsSuccess => DimseStatus.Success,
        StoreOutcome.KeptAside => new(0xB007, "Other content for this UID was there first; kept aside"),
        StoreOutcome.Refused refused => new(refused.Refusal.ToCode(), Comment(refused.Reason), refused.OffendingElement is { } tag ? [tag] : null),
        _ => throw new UnreachableException(),
    };

    /// <summary>The status code of a refusal, the same in DIMSE and in PS3.18 Table I.2-2.</summary>
    public static ushort ToCode(this Refusal refusal) => refusal switch
    {
        Refusal.NotAuthorized => 0x0124,
        Refusal.OutOfResources => 0xA700,
        Refusal.DataSetDoesNotMatch => 0xA900,
        Refusal.CannotUnderstand => 0xC000,
        _ => throw new UnreachableException(),
    };

    /// <summary>Error Comment is an LO: 64 characters at most, no backslash (PS3.7 §C).</summary>
    public static string Comment(string text)
    {
        var line = text.ReplaceLineEndings(" ").Replace('\\', '/');
        return line.Length <= 64 ? line : line[..64];
    }
}
