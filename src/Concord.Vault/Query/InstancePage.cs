using System.Runtime.CompilerServices;
using Concord.Dicom.DataElements;

namespace Concord.Vault.Query;

/// <summary>A page of instances: only going through their heads tells how many match, so a short way is looked ahead.</summary>
internal static class InstancePage
{
    /// <summary>Matches looked ahead, at most.</summary>
    private const int MaxAhead = 256;

    public static async Task<QueryPage> Open(ImageScan scan, int limit, CancellationToken cancel)
    {
        var matches = scan.Find(limit + 1, cancel).GetAsyncEnumerator(cancel);
        var ahead = new List<DataSet>();
        try
        {
            while (ahead.Count < MaxAhead)
            {
                if (!await matches.MoveNextAsync())
                {
                    await matches.DisposeAsync();
                    return new(All(ahead), false, null);
                }
                if (ahead.Count == limit)
                {
                    await matches.DisposeAsync();
                    return new(All(ahead), true, null);
                }
                ahead.Add(matches.Current);
            }
        }
        catch
        {
            await matches.DisposeAsync();
            throw;
        }
        return new(Rest(ahead, matches, limit, cancel), null, null);
    }

    private static async IAsyncEnumerable<DataSet> All(List<DataSet> found)
    {
        await Task.CompletedTask;
        foreach (var match in found) yield return match;
    }

    private static async IAsyncEnumerable<DataSet> Rest(List<DataSet> ahead, IAsyncEnumerator<DataSet> rest, int limit, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using (rest)
        {
            foreach (var match in ahead) yield return match;
            for (var count = ahead.Count; count < limit && await rest.MoveNextAsync(); count++)
            {
                cancel.ThrowIfCancellationRequested();
                yield return rest.Current;
            }
        }
    }
}
