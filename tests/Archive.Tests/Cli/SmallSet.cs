namespace Archive.Tests.Cli;

/// <summary>One small synthetic study of each family, made once for a class of tests.</summary>
public sealed class SmallSet : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    public string Folder => _folder["small"];

    /// <summary>All its files, in order.</summary>
    public IReadOnlyList<string> Files { get; private set; } = [];

    public async Task InitializeAsync()
    {
        (await CliRun.Of("synth", "--out", Folder, "--set", "small", "--seed", "1")).Fine();
        Files = [.. Directory.EnumerateFiles(Folder, "*.dcm", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }
}
