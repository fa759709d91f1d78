using Archive.Tests.Receive;
using Concord.Vault.Index;

namespace Archive.Tests.Index;

public sealed class LocatorTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Dialect _dialect = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Rows that come, go and come back, transactions that are undone, a writer that begins anew in the middle of merges: each row is there once.</summary>
    [Fact]
    public void Each_row_is_there_once_wherever_it_was_moved()
    {
        var random = new Random(20261126);
        var expected = new Dictionary<long, LocatorRow>();
        var session = OpenWriter();
        var locator = new Locator(session, maxIncoming: 32, minStep: 8);
        long arrival = 0;
        for (var round = 0; round < (Environment.GetEnvironmentVariable("CONCORD_ALL") == "1" ? 6000 : 600); round++)
        {
            var before = new Dictionary<long, LocatorRow>(expected);
            session.Begin();
            for (var i = random.Next(40); i > 0; i--) Add(locator, expected, ++arrival);
            foreach (var gone in expected.Values.Where(_ => random.Next(400) == 0).ToList()) Remove(locator, expected, gone);
            locator.Work();
            if (random.Next(10) == 0)
            {
                session.Rollback();
                locator.RolledBack();
                expected = before;
            }
            else session.Commit();
            if (random.Next(50) == 0)
            {
                session.Dispose();
                session = OpenWriter();
                locator = new Locator(session, maxIncoming: 32, minStep: 8);
            }
            if (round % 100 == 99) AssertSame(session, expected);
        }
        AssertSame(session, expected);
        foreach (var row in expected.Values.Where(_ => random.Next(20) == 0)) Assert.Equal(row, locator.Find(row.UidHash, row.Arrival));
        Assert.Null(locator.Find(1, 2));
        Assert.True(session.Number("SELECT COUNT(*) FROM locator_slot WHERE level >= 2 AND row_count > 0") > 0); // it came so far
        Assert.True(session.Number("SELECT COUNT(*) FROM locator") < 400);
        session.Dispose();
    }

    [Fact]
    public void An_index_of_before_moves_its_rows_on_as_others_come()
    {
        using var session = OpenWriter();
        session.Begin();
        for (long i = 1; i <= 5000; i++)
            session.Execute("INSERT INTO locator (uid_hash, arrival, bundle_id, series_key, class_key, bytes) VALUES (@1, @2, @3, @4, @5, @6)", HashOf(i), i, i, i, 1L, 1L);
        session.Commit();
        var locator = new Locator(session, maxIncoming: 32, minStep: 8);
        Assert.NotNull(locator.Find(HashOf(17), 17));
        for (long i = 5001; i <= 8000; i += 20)
        {
            session.Begin();
            for (var n = i; n < i + 20; n++) locator.Add(new(HashOf(n), n, n, n, 1, 1));
            locator.Work();
            session.Commit();
        }
        Assert.Equal(8000, session.Number("SELECT COUNT(*) FROM locator_all"));
        Assert.True(session.Number("SELECT COUNT(*) FROM locator") < 1500);
        for (long i = 1; i <= 8000; i += 97) Assert.Equal(i, locator.Find(HashOf(i), i)!.Value.BundleId);
    }

    [Fact]
    public void A_look_up_searches_each_run_and_reads_none()
    {
        using var session = OpenWriter();
        using var plan = session.Query("EXPLAIN QUERY PLAN SELECT l.series_key FROM locator_all l WHERE l.uid_hash IN (1, 2)");
        var steps = new List<string>();
        while (plan.Read()) steps.Add(plan.GetString(3));
        Assert.DoesNotContain(steps, step => step.StartsWith("SCAN locator", StringComparison.Ordinal));
        Assert.Contains(steps, step => step.StartsWith("SEARCH locator_4_11", StringComparison.Ordinal));
        using var join = session.Query($"EXPLAIN QUERY PLAN {BundleRows.OfLocator} WHERE l.uid_hash = 1");
        while (join.Read()) Assert.DoesNotContain("SCAN locator_", join.GetString(3), StringComparison.Ordinal);
    }

    private SqlSession OpenWriter()
    {
        var session = new SqlSession(_dialect.OpenWriter(_folder.Path));
        Schema.Migrate(session, _dialect);
        return session;
    }

    /// <summary>Two of three hundred have the same hash.</summary>
    private static void Add(Locator locator, Dictionary<long, LocatorRow> expected, long arrival)
    {
        var row = new LocatorRow(HashOf(arrival % 300 == 0 ? arrival - 1 : arrival), arrival, arrival / 7, arrival / 9, 1, arrival);
        locator.Add(row);
        expected.Add(arrival, row);
    }

    private static void Remove(Locator locator, Dictionary<long, LocatorRow> expected, LocatorRow row)
    {
        Assert.Equal(row, locator.Find(row.UidHash, row.Arrival));
        locator.Remove(row);
        Assert.Null(locator.Find(row.UidHash, row.Arrival));
        expected.Remove(row.Arrival);
        if (row.Arrival % 2 != 0) return;
        var back = row with { SeriesKey = row.SeriesKey + 1 }; // restored into a series made anew
        locator.Add(back);
        expected.Add(row.Arrival, back);
    }

    private static void AssertSame(SqlSession session, Dictionary<long, LocatorRow> expected)
    {
        var found = new List<LocatorRow>();
        using (var rows = session.Query("SELECT uid_hash, arrival, bundle_id, series_key, class_key, bytes FROM locator_all"))
            while (rows.Read()) found.Add(new(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(4), rows.GetInt64(5)));
        Assert.Equal(expected.Values.OrderBy(row => row.Arrival), found.OrderBy(row => row.Arrival));
    }

    private static long HashOf(long number) => LocatorHash.Of("1.2.3." + number.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
