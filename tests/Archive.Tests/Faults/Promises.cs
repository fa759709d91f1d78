using System.Text;

namespace Archive.Tests.Faults;

/// <summary>What was promised up to a moment of a trace: settled, or under way.</summary>
internal sealed class Promises
{
    /// <summary>The step in which the scenario harms the folder itself.</summary>
    public const string HarmStep = "harm";

    /// <summary>Before the key of an effect that does not last.</summary>
    public const string Meanwhile = "~";

    private readonly Dictionary<string, string> _settled = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Step, List<(string Key, string? Value)> Effects)> _underWay = new(StringComparer.Ordinal);

    public Promises()
    {
    }

    private Promises(Promises other)
    {
        _settled = new(other._settled, StringComparer.Ordinal);
        _underWay = new(other._underWay, StringComparer.Ordinal);
    }

    /// <summary>What is being done, or was last.</summary>
    public string Step { get; private set; } = "0 start";

    /// <summary>The folder is being harmed from outside: what would be found promises nothing.</summary>
    public bool IsHarmed => _underWay.Values.Any(step => step.Step == HarmStep);

    public Promises Copy() => new(this) { Step = Step };

    /// <summary>Takes a mark as <see cref="Stage"/> says it.</summary>
    public void Take(ReadOnlyMemory<byte> mark)
    {
        var lines = Encoding.UTF8.GetString(mark.Span).Split('\n');
        if (lines[0].Split(' ', 3) is ["try", var number, var step])
        {
            Step = $"{number} {step}";
            _underWay.Add(number, (step, [.. lines[1..].Select(line => line.Split('\t')).Select(pair => (pair[0], pair[1].Length > 0 ? pair[1] : null))]));
        }
        else if (lines[0].Split(' ') is ["done", var done] && _underWay.Remove(done, out var effects))
        {
            Step = $"after {done} {effects.Step}";
            foreach (var (key, value) in effects.Effects.Where(effect => !effect.Key.StartsWith(Meanwhile, StringComparison.Ordinal))) Settle(key, value);
        }
        else throw new InvalidOperationException($"'{lines[0]}' is no mark.");
    }

    /// <summary>What is not as promised; null when all is.</summary>
    public string? Compare(IReadOnlyDictionary<string, string> seen)
    {
        foreach (var key in seen.Keys.Union(_settled.Keys, StringComparer.Ordinal))
        {
            var value = seen.GetValueOrDefault(key);
            if (value == _settled.GetValueOrDefault(key) || _underWay.Values.Any(step => step.Effects.Contains((key, value)) || step.Effects.Contains((Meanwhile + key, value)))) continue;
            return $"{key} is {value ?? "not there"}, promised was {_settled.GetValueOrDefault(key) ?? "nothing"}";
        }
        return null;
    }

    private void Settle(string key, string? value)
    {
        if (value is null) _settled.Remove(key);
        else _settled[key] = value;
    }
}
