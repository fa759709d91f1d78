using Concord.Vault.Receive;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Lifecycle;

/// <summary>Checks every bundle of a data folder: structure, CRC of each entry, central directory, SHA-256 against the index, heads, metadata.</summary>
public static class VaultVerifier
{
    /// <summary>Walks the folder under its lock; no finding means all is well. Nothing is changed.</summary>
    /// <exception cref="VaultException">The folder is locked by another process, is none, or is of a newer version.</exception>
    public static IAsyncEnumerable<VerifyFinding> Verify(
        VaultOptions options, TimeProvider time, ILoggerFactory logs, IProgress<VaultProgress>? progress, CancellationToken cancel) => throw new NotImplementedException();
}
