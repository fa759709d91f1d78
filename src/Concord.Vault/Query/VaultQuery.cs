using System.Runtime.CompilerServices;
using Concord.Dicom.DataElements;
using Concord.Vault.Bundles;
using Concord.Vault.Index;

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
        var plan = QueryPlan.Of(request);
        await index.WaitForReading(cancel);
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

    internal static QueryException TooCostly() => new("The query finds or costs too much; narrow it.", tooCostly: true);

    /// <summary>Rows that pass the plan's tests, read a page at a time.</summary>
    internal static async IAsyncEnumerable<LevelRow> ReadRows(
        VaultIndex index, QueryLevel level, QueryPlan plan, int limit, int offset, [EnumeratorCancellation] CancellationToken cancel)
    {
        var keys = await Read(index, session => RowReader.Keys(session, level, plan, limit, offset), cancel);
        foreach (var page in keys.Chunk(QueryLimits.RowsPerPage))
        {
            var rows = await Read(index, session => Load(session, level, page), cancel);
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

    private static List<LevelRow> Load(SqlSession session, QueryLevel level, long[] keys)
    {
        var rows = new List<LevelRow>(keys.Length);
        foreach (var key in keys)
            if (RowReader.Read(session, level, key) is { } row) rows.Add(row);
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
