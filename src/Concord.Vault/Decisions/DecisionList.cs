using Concord.Dicom.DataElements;
using Concord.Vault.Index;

namespace Concord.Vault.Decisions;

/// <summary>Lists what was decided, by number, oldest first; the next page begins after the last number seen. Each look first waits for the index.</summary>
/// <exception cref="TimeoutException">Of every method: the index did not catch up in 5 s.</exception>
public sealed class DecisionList(VaultIndex index)
{
    /// <summary>Most decisions, or instances, in one answer.</summary>
    public const int MaxListed = 1000;

    private const int CertificatesPerLook = 16;

    /// <summary>Rejections of which something is still rejected.</summary>
    /// <param name="study">Only of this study.</param>
    public Task<IReadOnlyList<ListedDecision>> Rejections(Uid? study, long after, int limit, CancellationToken cancel) =>
        Find("d.kind = 'deleted' AND EXISTS (SELECT 1 FROM rejected r WHERE r.number = d.number)", study, after, limit, cancel);

    /// <summary>Holds, those that are released or have ended included where <paramref name="all"/> is set.</summary>
    /// <param name="study">Only of this study.</param>
    public Task<IReadOnlyList<ListedDecision>> Holds(Uid? study, bool all, long after, int limit, CancellationToken cancel) => all
        ? Find("d.kind = 'held'", study, after, limit, cancel)
        : Find("d.kind = 'held' AND (d.until = 0 OR d.until > @3) AND NOT EXISTS (SELECT 1 FROM decision a WHERE a.answers = d.number)", study, after, limit, cancel, Now);

    /// <summary>Requests to purge, those that are refused or carried out included where <paramref name="all"/> is set.</summary>
    /// <param name="study">Only of this study.</param>
    public Task<IReadOnlyList<ListedDecision>> PurgeRequests(Uid? study, bool all, long after, int limit, CancellationToken cancel) => Find(all
        ? "d.kind = 'purge-requested'"
        : "d.kind = 'purge-requested' AND NOT EXISTS (SELECT 1 FROM decision a WHERE a.answers = d.number AND a.kind IN ('purge-refused', 'purge-certified'))",
        study, after, limit, cancel);

    /// <summary>Deletion certificates, by number.</summary>
    public async Task<IReadOnlyList<KeptCertificate>> Certificates(long after, int limit, CancellationToken cancel)
    {
        await index.WaitUntilCaughtUp(cancel);
        return await index.Read<IReadOnlyList<KeptCertificate>>(session =>
        {
            var found = new List<KeptCertificate>();
            using var rows = session.Query("SELECT number, decision, sha256, text FROM certificate WHERE number > @1 ORDER BY number LIMIT @2", after, (long)Math.Clamp(limit, 0, MaxListed));
            while (rows.Read()) found.Add(new(rows.GetInt64(0), rows.GetInt64(1), rows.GetString(2), rows.GetString(3)));
            return found;
        }, cancel);
    }

    /// <summary>Everything that was decided about a study.</summary>
    public Task<IReadOnlyList<ListedDecision>> OfStudy(Uid study, long after, int limit, CancellationToken cancel) => Find("d.number > 0", study, after, limit, cancel);

    /// <summary>One decision; null when there is none of that number.</summary>
    public async Task<ListedDecision?> Find(long number, CancellationToken cancel) =>
        await Find("d.number > 0", null, number - 1, 1, cancel) is [var found] && found.Decision.Number == number ? found : null;

    /// <summary>The instances that are rejected by a decision, by arrival number.</summary>
    public async Task<IReadOnlyList<RejectedInstance>> Rejected(long decision, long afterArrival, int limit, CancellationToken cancel)
    {
        await index.WaitUntilCaughtUp(cancel);
        return await index.Read<IReadOnlyList<RejectedInstance>>(session =>
        {
            var found = new List<RejectedInstance>();
            using var rows = session.Query(
                "SELECT arrival, study_uid, series_uid, sop_uid, bytes FROM rejected WHERE number = @1 AND arrival > @2 ORDER BY arrival LIMIT @3",
                decision, afterArrival, (long)Math.Clamp(limit, 0, MaxListed));
            while (rows.Read())
                found.Add(new(rows.GetInt64(0), DecisionRows.UidOf(rows.GetString(1)), DecisionRows.UidOf(rows.GetString(2)), DecisionRows.UidOf(rows.GetString(3)), rows.GetInt64(4)));
            return found;
        }, cancel);
    }

    private object Now => index.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task<IReadOnlyList<ListedDecision>> Find(string condition, Uid? study, long after, int limit, CancellationToken cancel, params object[] values)
    {
        await index.WaitUntilCaughtUp(cancel);
        object[] bound = [after, (long)Math.Clamp(limit, 0, MaxListed), .. values, .. study is { } uid ? [uid.ToString()] : Array.Empty<object>()];
        var ofStudy = study is null ? "" : $" AND d.study_uid = @{bound.Length}";
        var sql = $"""
            SELECT {DecisionRows.Columns}, (SELECT COUNT(*) FROM rejected r WHERE r.number = d.number), (SELECT COALESCE(SUM(bytes), 0) FROM rejected r WHERE r.number = d.number)
            FROM decision d WHERE {condition} AND d.number > @1{ofStudy} ORDER BY d.number LIMIT @2
            """;
        return await index.Read<IReadOnlyList<ListedDecision>>(session =>
        {
            var found = new List<ListedDecision>();
            using (var rows = session.Query(sql, bound))
                while (rows.Read()) found.Add(new(DecisionRows.Of(rows), (int)rows.GetInt64(16), rows.GetInt64(17), []));
            return found.ConvertAll(one => one with { Answers = AnswersTo(session, one.Decision.Number) });
        }, cancel);
    }

    /// <summary>Holds every certificate that is listed to the one before it, and the last one to what the facts say.</summary>
    internal async Task<(long Count, IReadOnlyList<string> Faults)> CheckCertificates(CertificateChain issued, CancellationToken cancel)
    {
        var (chain, faults, count) = (new CertificateChain(), new List<string>(), 0L);
        while (await Certificates(chain.LastNumber, CertificatesPerLook, cancel) is { Count: > 0 } page)
        {
            foreach (var kept in page)
                if (chain.Add(kept.Number, kept.Text, kept.Sha256) is { } fault && faults.Count < MaxListed) faults.Add(fault);
            count += page.Count;
        }
        if (chain.LastNumber != issued.LastNumber || !string.Equals(chain.LastSha256, issued.LastSha256, StringComparison.Ordinal))
            faults.Add($"the last certificate is not number {issued.LastNumber} as it was issued");
        return (count, faults);
    }

    private static List<Decision> AnswersTo(SqlSession session, long number)
    {
        var answers = new List<Decision>();
        using var rows = session.Query($"SELECT {DecisionRows.Columns} FROM decision d WHERE d.answers = @1 AND d.answers > 0 ORDER BY d.number LIMIT {MaxListed}", number);
        while (rows.Read()) answers.Add(DecisionRows.Of(rows));
        return answers;
    }
}
