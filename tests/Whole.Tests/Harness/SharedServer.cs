namespace Whole.Tests.Harness;

/// <summary>One server for the tests of a class: each test brings UIDs of its own. Deleting is allowed, sealing is only on request.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    internal ConcordServer Concord { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Concord = await ConcordServer.Start("--allow-delete", "--seal-after", "3600");
        Concord.Identities.UnionWith(["Zhang^San", "PAT-0815", "ACC4711", "张^三"]);
    }

    public async Task DisposeAsync() => await Concord.DisposeAsync();
}
