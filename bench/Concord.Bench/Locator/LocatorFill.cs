using System.Diagnostics;
using System.Globalization;
using Concord.Vault.Index;

namespace Concord.Bench.Locator;

/// <summary>Fills the locator of an index in the real schema, as the index writer does, with its batches and durable commits, and says how fast rows go in
/// and how long a look-up takes as it grows.</summary>
internal static class LocatorFill
{
    private const int BatchRows = 1024;
    private const int InstancesPerSeries = 200;
    private const int LookUps = 5000;

    /// <summary>Prints a line each <paramref name="step"/> rows, up to <paramref name="rows"/>.</summary>
    public static void Run(string folder, long rows, long step)
    {
        Directory.CreateDirectory(folder);
        var dialect = new Dialect();
        using var session = new SqlSession(dialect.OpenWriter(folder));
        Schema.Migrate(session, dialect);
        var locator = new Vault.Index.Locator(session);
        var done = session.Number("SELECT value FROM mark WHERE name = 'low_water'") ?? 0;
        Console.WriteLine("rows rows_per_s cpu_us_per_row written_bytes_per_row index_bytes_per_row lookup_us lookup_p99_us cold_lookup_us");
        while (done < rows)
        {
            var (start, cpu, written) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, WrittenBytes());
            for (var end = done + step; done < end;) done = Insert(session, locator, done);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var (mean, p99) = LookUp(dialect, folder, done, isCold: false);
            var (cold, _) = LookUp(dialect, folder, done, isCold: true);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{done} {step / seconds:F0} {(Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / step:F2} {(WrittenBytes() - written) / (double)step:F0} {SizeOf(folder) / (double)done:F1} {mean:F1} {p99:F0} {cold:F0}"));
        }
    }

    private static long Insert(SqlSession session, Vault.Index.Locator locator, long done)
    {
        session.Begin();
        for (var i = 0; i < BatchRows; i++)
        {
            done++;
            locator.Add(new(HashOf(done), done, done / InstancesPerSeries, done / InstancesPerSeries, 1, 132_000));
        }
        locator.Work();
        session.Execute("INSERT INTO mark (name, value) VALUES (@1, @2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", "low_water", done);
        session.Commit();
        return done;
    }

    /// <summary>Of UIDs as modalities make them: long prefixes that they share.</summary>
    private static long HashOf(long number) => LocatorHash.Of(string.Create(CultureInfo.InvariantCulture, $"1.2.826.0.1.3680043.10.1000.{number / 5000}.{number}"));

    private static (double Mean, double P99) LookUp(Dialect dialect, string folder, long rows, bool isCold)
    {
        if (isCold) DropCaches();
        using var reader = new SqlSession(dialect.OpenReader(folder));
        var random = new Random(17);
        var times = new double[isCold ? LookUps / 10 : LookUps];
        for (var i = 0; i < times.Length; i++)
        {
            var number = random.NextInt64(1, rows + 1);
            var start = Stopwatch.GetTimestamp();
            using (var row = reader.Query($"SELECT bundle_id FROM {LocatorTables.All} WHERE uid_hash = @1", HashOf(number)))
                if (!row.Read() || row.GetInt64(0) != number / InstancesPerSeries) throw new InvalidDataException("A row is not found.");
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
        Array.Sort(times);
        return (times.Average(), times[times.Length * 99 / 100]);
    }

    /// <summary>When <c>BENCH_COLD</c> is set, which needs root; without it the cold look-ups are warm.</summary>
    private static void DropCaches()
    {
        if (Environment.GetEnvironmentVariable("BENCH_COLD") is null) return;
        try
        {
            File.WriteAllText("/proc/sys/vm/drop_caches", "1");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine("Caches are not dropped: " + error.Message);
        }
    }

    private static long SizeOf(string folder) => new DirectoryInfo(folder).GetFiles().Sum(file => file.Length);

    private static long WrittenBytes() =>
        long.Parse(File.ReadLines("/proc/self/io").Single(line => line.StartsWith("write_bytes", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
}
