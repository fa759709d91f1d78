using Whole.Tests.Harness;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Whole.Tests.Sweeps;

/// <summary>Goes on past a file that fails, so that one run shows all that do.</summary>
internal sealed class SweepLog(ITestOutputHelper output)
{
    private const int MostShown = 60;
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _failures = new();
    private int _tried;

    /// <summary>What a check of one file throws becomes a line of the verdict.</summary>
    public async Task Try(CorpusFile file, Func<Task> check) => await Try(file.Path, check);

    public async Task Try(string what, Func<Task> check)
    {
        Interlocked.Increment(ref _tried);
        try
        {
            await check();
        }
        catch (Exception e) when (e is XunitException or IOException or HttpRequestException or TimeoutException or OperationCanceledException or InvalidOperationException)
        {
            _failures.Enqueue($"{what}: {e.GetType().Name} {string.Join(" | ", e.Message.Split('\n').Take(4))}");
        }
    }

    public void AssertClean()
    {
        output.WriteLine($"{_tried} checks, {_failures.Count} failed");
        Assert.True(_tried > 0, "the sweep has files");
        Assert.True(_failures.IsEmpty, $"{_failures.Count} of {_tried} failed:\n{string.Join('\n', _failures.Take(MostShown))}");
    }
}
