namespace Archive.Tests.Faults;

/// <summary>The scenarios that the tests of one class look at, each lived once.</summary>
public sealed class PlayedScenarios : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, PlayedScenario> _played = new(StringComparer.Ordinal);

    internal async Task<PlayedScenario> Get(string name)
    {
        await _turn.WaitAsync();
        try
        {
            if (!_played.TryGetValue(name, out var played)) _played.Add(name, played = await PlayedScenario.Play(name));
            return played;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        foreach (var played in _played.Values) played.Dispose();
        _turn.Dispose();
    }
}
