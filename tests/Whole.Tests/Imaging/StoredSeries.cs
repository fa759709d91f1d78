using System.Text.Json;
using Whole.Tests.Harness;

namespace Whole.Tests.Imaging;

/// <summary>One archive with whole series of the large corpus, each stored when it is first asked for.</summary>
public sealed class StoredSeries : IAsyncLifetime
{
    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);
    private ConcordServer? _concord;

    /// <summary>Where the files of a series lie.</summary>
    public static string FolderOf(string series) => Path.Combine(Repository.SharedCorpus!, "series", series);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_concord is not null) await _concord.DisposeAsync();
    }

    /// <summary>The archive, and the path of the series in it; all of its files are slices of its volumes.</summary>
    internal async Task<(ConcordServer Concord, string Path)> Stored(string series)
    {
        var concord = _concord ??= await ConcordServer.Start("--seal-after", "3600");
        if (_paths.TryGetValue(series, out var known)) return (concord, known);
        var files = Directory.GetFiles(FolderOf(series));
        var stored = await concord.Web.Stow([.. files.Select(File.ReadAllBytes)]);
        var address = new Uri(stored.DataSet!["00081199"]!["Value"]![0]!["00081190"]!["Value"]![0]!.ToString());
        var path = address.AbsolutePath[..address.AbsolutePath.IndexOf("/instances/", StringComparison.Ordinal)];
        using var volumes = JsonDocument.Parse(await concord.Web.Client.GetByteArrayAsync(new Uri(concord.Http, path + "/volumes")));
        Assert.Equal(files.Length, volumes.RootElement.EnumerateArray().Sum(volume => volume.GetProperty("slices").GetArrayLength()));
        return (concord, _paths[series] = path);
    }
}
