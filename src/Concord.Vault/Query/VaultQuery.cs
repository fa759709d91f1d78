using System.Runtime.CompilerServices;
using Concord.Dicom.DataElements;
using Concord.Vault.Bundles;
using Concord.Vault.Index;
using Concord.Vault.Receive;

namespace Concord.Vault.Query;

/// <summary>Finds patients, studies, series and instances: what C-FIND and QIDO-RS ask.</summary>
public sealed class VaultQuery(VaultIndex index, BundleReader bundles)
{
    /// <summary>Streams the matches, each with the keys that were asked for; waits first until the index has caught up (not while it cannot be written: then with what it has).</summary>
    /// <remarks>Besides the keys each match carries Query/Retrieve Level, Instance Availability and, where its text needs it, ISO_IR 192. Newest study first,
    /// then by UID; instances in the order they arrived. No statement is open while a match travels.</remarks>
    /// <exception cref="QueryException">The keys cannot be asked at this level, or cost too much.</exception>
    /// <exception cref="TimeoutException">The index did not catch up in 5 s.</exception>
    public async IAsyncEnumerable<DataSet> Find(QueryRequest request, [EnumeratorCancellation] CancellationToken cancel)
    {
        var plan = await Plan(request, cancel);
        var limit = Math.Min(request.Limit ?? int.MaxValue, QueryLimits.MaxResults);
        var matches = request.Level == QueryLevel.Image
            ? new ImageScan(index, bundles, request, plan).Find(limit, cancel)
            : FindRows(request, plan, limit, cancel);
        var count = 0;
        await foreach (var match in matches)
        {
            if (++count > QueryLimits.MaxResults) throw TooCostly();
            yield return match;
        }
    }

    /// <summary>As <see cref="Find"/>, but says beforehand whether more lies behind the page, and what to ask for to get it.</summary>
    /// <exception cref="QueryException">The keys cannot be asked at this level, or cost too much.</exception>
    /// <exception cref="TimeoutException">The index did not catch up in 5 s.</exception>
    public async Task<QueryPage> Open(QueryRequest request, CancellationToken cancel)
    {
        var plan = await Plan(request, cancel);
        var limit = Math.Min(request.Limit ?? int.MaxValue, QueryLimits.MaxResults);
        if (request.Level == QueryLevel.Image) return await InstancePage.Open(new ImageScan(index, bundles, request, plan), limit, cancel);
        var keys = plan.IsExact
            ? await Read(index, session => RowReader.Keys(session, request.Level, plan, limit + 1, request.Offset), cancel)
            : await FindKeys(request, plan, limit + 1, cancel);
        if (keys.Count <= limit) return new(ReadMatches(request, plan, keys, cancel), false, null);
        var next = limit > 0 ? await Read(index, session => RowReader.PlaceOf(session, request.Level, plan, keys[limit - 1]), cancel) : null;
        return new(ReadMatches(request, plan, keys[..limit], cancel), true, next);
    }

    /// <summary>Objects of no patient (PS3.4 §GG), of the classes named; keys are those of the objects themselves.</summary>
    /// <exception cref="TimeoutException">The index did not catch up in 5 s.</exception>
    public async Task<QueryPage> OpenNonPatient(IEnumerable<Uid> sopClasses, QueryRequest request, CancellationToken cancel)
    {
        await index.WaitForReading(cancel);
        var plan = QueryPlan.Of(request, ExtendedKeys.None); // they are in no row
        var series = sopClasses.Select(NonPatientObjects.KeyOf).OfType<SeriesKey>().ToList();
        var limit = Math.Min(request.Limit ?? int.MaxValue, QueryLimits.MaxResults);
        return await InstancePage.Open(new ImageScan(index, bundles, request, plan, series), limit, cancel);
    }

    /// <summary>How many match, whatever the limit.</summary>
    /// <exception cref="QueryException">The keys cannot be asked at this level, or counting costs too much.</exception>
    /// <exception cref="TimeoutException">The index did not catch up in 5 s.</exception>
    public async Task<long> Count(QueryRequest request, CancellationToken cancel)
    {
        request = request with { Limit = null, Offset = 0, After = null };
        var plan = await Plan(request, cancel);
        if (plan.IsExact && plan.ImageTests.Count == 0 && (request.Level < QueryLevel.Image || plan.SopInstanceUids is null))
            return await Read(index, session => RowReader.Count(session, request.Level, plan), cancel);
        if (request.Level != QueryLevel.Image) return (await FindKeys(request, plan, int.MaxValue, cancel)).Count;
        var count = 0L;
        await foreach (var _ in new ImageScan(index, bundles, request, plan).Find(int.MaxValue, cancel)) count++;
        return count;
    }

    /// <summary>Waits until the index has caught up, and plans with the extended tags as they are then.</summary>
    private async Task<QueryPlan> Plan(QueryRequest request, CancellationToken cancel)
    {
        await index.WaitForReading(cancel);
        var extended = await ExtendedKeys.For(index, request, cancel);
        return QueryPlan.Of(extended.Prepare(request), extended);
    }

    internal static QueryException TooCostly() => new("The query finds or costs too much; narrow it.", tooCostly: true);

    /// <summary>Rows that pass the plan's tests, read a page at a time.</summary>
    internal static async IAsyncEnumerable<LevelRow> ReadRows(
        VaultIndex index, QueryLevel level, QueryPlan plan, int limit, int offset, [EnumeratorCancellation] CancellationToken cancel)
    {
        var keys = await Read(index, session => RowReader.Keys(session, level, plan, limit, offset), cancel);
        foreach (var page in keys.Chunk(QueryLimits.RowsPerPage))
        {
            var rows = await Read(index, session => Load(session, level, plan, page), cancel);
            foreach (var row in rows)
                if (plan.Tests.All(test => test(row.Attributes))) yield return row;
        }
    }

    private async IAsyncEnumerable<DataSet> FindRows(QueryRequest request, QueryPlan plan, int limit, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (limit == 0) yield break;
        var exact = plan.IsExact;
        var (take, skip) = exact ? (request.Limit is null ? limit + 1 : limit, 0) : (limit, request.Offset);
        var (sqlLimit, sqlOffset) = exact ? (take, request.Offset) : (QueryLimits.MaxCandidates + 1, 0);
        var candidates = 0;
        await foreach (var row in ReadRows(index, request.Level, plan, sqlLimit, sqlOffset, cancel))
        {
            if (!exact && ++candidates > QueryLimits.MaxCandidates) throw TooCostly();
            if (skip-- > 0) continue;
            yield return Answer.Of(request, row.Attributes);
            if (--take == 0) yield break;
        }
    }

    /// <summary>Keys of rows that pass the tests; the rows are read again when they are sent.</summary>
    private async Task<List<long>> FindKeys(QueryRequest request, QueryPlan plan, int most, CancellationToken cancel)
    {
        var found = new List<long>();
        var skip = request.Offset;
        var candidates = await Read(index, session => RowReader.Keys(session, request.Level, plan, QueryLimits.MaxCandidates + 1, 0), cancel);
        if (candidates.Count > QueryLimits.MaxCandidates) throw TooCostly();
        foreach (var page in candidates.Chunk(QueryLimits.RowsPerPage))
        {
            var rows = await Read(index, session => page.Select(key => (key, Row: RowReader.Read(session, request.Level, key, plan.Extended))).ToArray(), cancel);
            foreach (var (key, row) in rows)
            {
                if (row is null || !plan.Tests.All(test => test(row.Attributes)) || skip-- > 0) continue;
                found.Add(key);
                if (found.Count == most) return found;
            }
        }
        return found;
    }

    private async IAsyncEnumerable<DataSet> ReadMatches(QueryRequest request, QueryPlan plan, List<long> keys, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var page in keys.Chunk(QueryLimits.RowsPerPage))
            foreach (var row in await Read(index, session => Load(session, request.Level, plan, page), cancel)) yield return Answer.Of(request, row.Attributes);
    }

    private static List<LevelRow> Load(SqlSession session, QueryLevel level, QueryPlan plan, long[] keys)
    {
        var rows = new List<LevelRow>(keys.Length);
        foreach (var key in keys)
            if (RowReader.Read(session, level, key, plan.Extended) is { } row) rows.Add(row);
        return rows;
    }

    private static async Task<T> Read<T>(VaultIndex index, Func<SqlSession, T> read, CancellationToken cancel)
    {
        try
        {
            return await index.Readers.Read(read, QueryLimits.StatementLimit, index.Time, cancel);
        }
        catch (TimeoutException)
        {
            throw TooCostly();
        }
    }
}
