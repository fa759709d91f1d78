using System.Reflection;
using Archive.Tests.Receive;

namespace Archive.Tests.Faults;

/// <summary>One kind of what an archive shows, as keys and values that can be promised. To have something new looked at: add a class; it is found by itself.</summary>
internal abstract class Sight
{
    private static readonly IReadOnlyList<Sight> All = [.. Assembly.GetExecutingAssembly().GetTypes().Where(type => type.IsSubclassOf(typeof(Sight)) && !type.IsAbstract).Select(type => (Sight)Activator.CreateInstance(type)!)];

    /// <summary>Everything that is to be seen; fails when the archive contradicts itself.</summary>
    public static async Task<SortedDictionary<string, string>> Everything(TestVault vault)
    {
        var seen = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var sight in All)
            await foreach (var (key, value) in sight.Look(vault)) seen.Add(key, value);
        return seen;
    }

    public abstract IAsyncEnumerable<(string Key, string Value)> Look(TestVault vault);
}
