using Concord.Vault.Receive;

namespace Concord.Server.DicomWeb.Store.Metadata;

/// <summary>An object cannot be put together of what came.</summary>
internal sealed class ComposeException(string message, Refusal refusal = Refusal.CannotUnderstand) : Exception(message)
{
    public Refusal Refusal => refusal;
}
