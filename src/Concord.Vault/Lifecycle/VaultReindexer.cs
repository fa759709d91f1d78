using Concord.Vault.Receive;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Lifecycle;

/// <summary>Builds the index anew from bundles and facts.</summary>
public static class VaultReindexer
{
    /// <summary>Under the folder's lock: deletes the index, reads all bundles and facts, and hands everything to a new index. Returns what was read.</summary>
    /// <exception cref="VaultException">The folder is locked by another process, is none, or is of a newer version.</exception>
    public static Task<VaultProgress> Reindex(
        VaultOptions options, TimeProvider time, ILoggerFactory logs, IProgress<VaultProgress>? progress, CancellationToken cancel) => throw new NotImplementedException();
}
