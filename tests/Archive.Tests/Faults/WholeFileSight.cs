using Archive.Tests.Receive;

namespace Archive.Tests.Faults;

/// <summary>What <c>peers.json</c> says, and whether there is a folder for sends.</summary>
internal sealed class WholeFileSight : Sight
{
    public const string Name = "peers.json";

    public const string Folder = "sends/";

    public override async IAsyncEnumerable<(string Key, string Value)> Look(TestVault vault)
    {
        var path = Path.Combine(vault.Folder, Name);
        if (File.Exists(path)) yield return (Name, await File.ReadAllTextAsync(path));
        if (Directory.Exists(Path.Combine(vault.Folder, "sends"))) yield return (Folder, "there");
    }
}
