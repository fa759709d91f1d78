using System.Globalization;
using Concord.Vault.Lifecycle;

namespace Concord.Cli.Commands;

/// <summary>How far a verb has come, drawn over itself on error where a person watches, a few times a second.</summary>
internal sealed class DrawnProgress(Terminal terminal) : IProgress<VaultProgress>, IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);
    private readonly Lock _lock = new();
    private long _drawnAt;
    private bool _isDrawn;

    public void Report(VaultProgress value)
    {
        if (!terminal.IsWatched) return;
        lock (_lock)
        {
            if (_isDrawn && TimeProvider.System.GetElapsedTime(_drawnAt) < Step) return;
            (_drawnAt, _isDrawn) = (TimeProvider.System.GetTimestamp(), true);
            terminal.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{value.Bundles} bundles, {value.Entries} objects, {value.Bytes / 1e6:F1} MB\u001b[K"));
        }
    }

    /// <summary>Wipes what was drawn.</summary>
    public void Dispose()
    {
        if (_isDrawn) terminal.Error.Write("\r\u001b[K");
    }
}
