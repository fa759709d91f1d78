namespace Concord.Vault.Receive;

/// <summary>The archive's folder cannot be used; the message is one line for the person at the console.</summary>
public sealed class VaultException(string message, Exception? inner = null) : Exception(message, inner);
