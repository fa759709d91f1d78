using Concord.Vault.Receive;

namespace Archive.Tests.Faults;

/// <summary>The archive said that it did not keep the object.</summary>
internal sealed class RefusedException(StoreOutcome.Refused refused) : Exception($"{refused.Refusal}: {refused}")
{
    public Refusal Refusal => refused.Refusal;
}
