namespace Concord.Vault.Index;

/// <summary>The index's writer has ended on a fault of its store: nothing waits for it any more. Answered like its base, 503 or A700.</summary>
public sealed class IndexUnavailableException(Exception? inner = null) : TimeoutException("The index is not being written.", inner);
