namespace Concord.Vault.Bundles;

/// <summary>While it lasts nothing comes into a series.</summary>
/// <param name="Contents">What is in its bundles.</param>
internal sealed record SeriesPause(SeriesKey Key, BundleContents Contents, Func<Task> GoOn) : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await GoOn();
}
