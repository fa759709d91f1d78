using Concord.Vault.Lifecycle;

namespace Concord.Cli.Commands;

/// <summary>Keeps the latest progress that was reported, at once and on the reporting thread, and passes it on.</summary>
internal sealed class LastProgress(IProgress<VaultProgress> next) : IProgress<VaultProgress>
{
    private readonly Lock _lock = new();

    public VaultProgress Last { get; private set; }

    public void Report(VaultProgress value)
    {
        lock (_lock) Last = value;
        next.Report(value);
    }
}
