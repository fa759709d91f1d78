namespace Concord.Trust.Identity;

/// <summary>Makes addresses wait that send wrong identities: after a few in a row one second, then twice as long each time. Safe for any thread.</summary>
internal sealed class FailedAttempts(int before, TimeSpan longest, TimeProvider time)
{
    /// <summary>Addresses that are remembered; beyond, those whose wait is over are forgotten first, then all.</summary>
    internal const int MaxAddresses = 10_000;

    private readonly Lock _counting = new();
    private readonly Dictionary<string, (int Failures, long Until)> _byAddress = new(StringComparer.Ordinal);

    /// <summary>Whether it has to wait still.</summary>
    internal bool MustWait(string address)
    {
        lock (_counting) return _byAddress.TryGetValue(address, out var known) && known.Failures >= before && time.GetTimestamp() < known.Until;
    }

    internal void Failed(string address)
    {
        lock (_counting)
        {
            if (_byAddress.Count >= MaxAddresses && !_byAddress.ContainsKey(address)) Forget();
            var failures = _byAddress.GetValueOrDefault(address).Failures + 1;
            var over = Math.Clamp(failures - before, 0, 30);
            var wait = failures < before ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(longest.TotalSeconds, 1L << over));
            _byAddress[address] = (failures, time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency));
        }
    }

    internal void Succeeded(string address)
    {
        lock (_counting) _byAddress.Remove(address);
    }

    private void Forget()
    {
        var now = time.GetTimestamp();
        foreach (var (address, known) in _byAddress)
            if (known.Until <= now) _byAddress.Remove(address);
        if (_byAddress.Count >= MaxAddresses) _byAddress.Clear();
    }
}
