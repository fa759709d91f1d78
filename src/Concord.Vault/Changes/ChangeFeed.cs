using Concord.Vault.Index;

namespace Concord.Vault.Changes;

/// <summary>What happened, in order: contiguous numbers, given in the index commit. Consumers keep durable cursors and work idempotently.</summary>
public sealed class ChangeFeed(VaultIndex index)
{
    /// <summary>Most changes in one answer.</summary>
    public const int MaxChanges = 10_000;

    /// <summary>Longest name of a consumer, characters.</summary>
    public const int MaxConsumerName = 64;

    /// <summary>The number of the newest change; 0 when there is none.</summary>
    public long LastNumber => index.LastChangeNumber;

    /// <summary>The changes after a number, oldest first, at most <paramref name="limit"/>; first waits until the index has caught up.</summary>
    /// <exception cref="TimeoutException">The index did not catch up in 5 s.</exception>
    public async Task<IReadOnlyList<Change>> Read(long after, int limit, CancellationToken cancel)
    {
        await index.WaitUntilCaughtUp(cancel);
        return await ReadCommitted(after, limit, cancel);
    }

    /// <summary>As <see cref="Read"/>, but while there is nothing after the number waits for it, at most <paramref name="timeout"/>.</summary>
    public async Task<IReadOnlyList<Change>> ReadOrWait(long after, int limit, TimeSpan timeout, CancellationToken cancel)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var timer = index.Time.CreateTimer(_ => limited.Cancel(), null, timeout, Timeout.InfiniteTimeSpan);
        while (true)
        {
            var next = index.Commits.Next; // before looking: a commit in between is not missed
            if (await ReadCommitted(after, limit, cancel) is { Count: > 0 } changes) return changes;
            try
            {
                await next.WaitAsync(limited.Token);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                return [];
            }
        }
    }

    /// <summary>How far a consumer has come; 0 for one not heard of.</summary>
    public Task<long> ReadCursor(string consumer, CancellationToken cancel) =>
        index.Read(session => session.Number("SELECT change_number FROM feed_consumer WHERE name = @1", Checked(consumer)) ?? 0, cancel);

    /// <summary>Keeps how far a consumer has come; durable on return. A cursor never goes back.</summary>
    public async Task MoveCursor(string consumer, long changeNumber, CancellationToken cancel)
    {
        await index.Enqueue(new IndexEvent.CursorMoved(Checked(consumer), changeNumber), cancel);
        await index.WaitUntilCaughtUp(cancel);
    }

    private Task<IReadOnlyList<Change>> ReadCommitted(long after, int limit, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        limit = Math.Clamp(limit, 0, MaxChanges);
        return index.Read<IReadOnlyList<Change>>(session => Load(session, after, limit), cancel);
    }

    /// <summary>From the chunk that holds the first number asked for.</summary>
    private static List<Change> Load(SqlSession session, long after, int limit)
    {
        const string sql = """
            SELECT first_number, data FROM change_chunk
            WHERE first_number >= COALESCE((SELECT MAX(first_number) FROM change_chunk WHERE first_number <= @1), 0) ORDER BY first_number
            """;
        var changes = new List<Change>();
        if (limit == 0) return changes;
        using var rows = session.Query(sql, after + 1);
        while (changes.Count < limit && rows.Read())
            foreach (var change in ChangeChunk.Decode(rows.GetFieldValue<byte[]>(1), rows.GetInt64(0)))
                if (change.ChangeNumber > after && changes.Count < limit) changes.Add(change);
        return changes;
    }

    private static string Checked(string consumer) =>
        consumer.Length is > 0 and <= MaxConsumerName ? consumer : throw new ArgumentException("A consumer's name has 1 to 64 characters.", nameof(consumer));
}
