using System.Text.Json;
using Whole.Tests.Harness;

namespace Whole.Tests.Sweeps;

/// <summary>A scripted dialogue of the corpus: PDU byte streams, when to send them, what to wait for.</summary>
internal sealed record Scenario(string Name, string Expect, IReadOnlyList<ScenarioStep> Steps)
{
    public static readonly string Folder = Path.Combine(Repository.SharedCorpus ?? Repository.At("tests", "Fixtures"), "malformed");

    public bool IsSlow => Steps.Any(s => s.DelayMs > 100);

    /// <summary>Those where we are attacked as SCP; none where the corpus is absent.</summary>
    public static List<Scenario> AgainstScp() => OfRole("scu");

    /// <summary>Those where our user side is answered wrong.</summary>
    public static List<Scenario> AgainstScu() => OfRole("scp");

    private static List<Scenario> OfRole(string role)
    {
        var path = Path.Combine(Folder, "scenarios.json");
        if (!File.Exists(path)) return [];
        using var all = JsonDocument.Parse(File.ReadAllText(path));
        return [.. all.RootElement.EnumerateArray().Where(s => s.GetProperty("role").GetString() == role).Select(Parse)];
    }

    private static Scenario Parse(JsonElement scenario) =>
        new(scenario.GetProperty("name").GetString()!, scenario.GetProperty("expect").GetString()!, [.. scenario.GetProperty("steps").EnumerateArray().Select(ParseStep)]);

    private static ScenarioStep ParseStep(JsonElement step)
    {
        return new(Text("send"), Text("wait"), Text("close"), Number("repeat"), Number("chunk"), Number("delay_ms"));

        string? Text(string name) => step.TryGetProperty(name, out var value) ? value.GetString() : null;
        int Number(string name) => step.TryGetProperty(name, out var value) ? value.GetInt32() : 0;
    }
}
