using Concord.Vault.Index;

namespace Concord.Server.Storage;

/// <summary>Keeps the last count, and counts anew when it is asked for and has grown old. Safe for any thread.</summary>
internal sealed class StorageCounter(VaultIndex index, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<StorageCounter> logger)
{
    /// <summary>Days that are counted.</summary>
    public const int MaxDays = 366;

    /// <summary>A count is not made anew before.</summary>
    private static readonly TimeSpan ShortestAge = TimeSpan.FromSeconds(60);

    /// <summary>How many times as long as a count took it is held.</summary>
    private const int HeldTimes = 20;

    /// <summary>How long a request waits for a count.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private Task? _counting;
    private Counted? _last;

    /// <summary>The last count; null while there is none.</summary>
    public async Task<Counted?> Get(CancellationToken cancel)
    {
        Task counting;
        lock (_gate)
        {
            if (_last is { } fresh && time.GetUtcNow() - fresh.At < fresh.Held) return fresh;
            if (_counting is null or { IsCompleted: true }) _counting = Task.Run(Count, CancellationToken.None);
            counting = _counting;
        }
        await Task.WhenAny(counting, Task.Delay(Patience, time, cancel));
        cancel.ThrowIfCancellationRequested();
        lock (_gate) return _last;
    }

    private async Task Count()
    {
        try
        {
            var start = time.GetTimestamp();
            var at = time.GetUtcNow();
            var zone = time.LocalTimeZone;
            var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
            var figures = await new StorageCount(index).Run(today.AddDays(1 - MaxDays), zone, lifetime.ApplicationStopping);
            var took = time.GetElapsedTime(start);
            lock (_gate) _last = new(at, today, took * HeldTimes > ShortestAge ? took * HeldTimes : ShortestAge, figures);
        }
        catch (OperationCanceledException)
        {
            // the server ends
        }
        catch (Exception failed) when (failed is not OutOfMemoryException)
        {
            logger.CountFailed(failed);
        }
    }

    /// <param name="Today">Where the server is.</param>
    /// <param name="Held">How long it counts as fresh.</param>
    public sealed record Counted(DateTimeOffset At, DateOnly Today, TimeSpan Held, StorageFigures Figures);
}

/// <summary>5311: numbers only.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(5311, LogLevel.Error, "What is kept could not be counted")]
    public static partial void CountFailed(this ILogger logger, Exception error);
}
