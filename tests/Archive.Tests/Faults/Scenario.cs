using System.Reflection;
using Concord.Vault.Receive;

namespace Archive.Tests.Faults;

/// <summary>A little life of an archive that is walked through step by step. To have a new ability of the vault walked: add a class; it is found by itself.</summary>
internal abstract class Scenario
{
    public static IReadOnlyList<Type> All { get; } = [.. Assembly.GetExecutingAssembly().GetTypes().Where(type => type.IsSubclassOf(typeof(Scenario)) && !type.IsAbstract).OrderBy(type => type.Name, StringComparer.Ordinal)];

    public static Scenario Named(string name) => (Scenario)Activator.CreateInstance(All.Single(type => type.Name == name))!;

    /// <summary>How the archive is opened, by the scenario and by who looks afterwards.</summary>
    public virtual VaultOptions Options(string folder) => new() { Folder = folder, SealAfterSeconds = 3600, MaxObjectInMemoryBytes = 1 << 16, MinFreeBytes = 0 };

    /// <summary>Lives; each thing that is promised is said with <see cref="Stage.Do"/>.</summary>
    public abstract Task Play(Stage stage);
}
