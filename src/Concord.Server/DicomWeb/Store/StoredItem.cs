using Concord.Vault.Receive;

namespace Concord.Server.DicomWeb.Store;

/// <summary>What became of one part: an outcome with the names of the object, or a part that was no object.</summary>
internal sealed record StoredItem(InstanceIdentity? Identity, StoreOutcome Outcome)
{
    public bool IsKept => Outcome is not StoreOutcome.Refused;
}
