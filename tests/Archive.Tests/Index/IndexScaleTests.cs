using System.Diagnostics;
using Archive.Tests.Query;
using Concord.Dicom.Dictionary;
using Concord.Vault.Index;
using Concord.Vault.Query;
using Xunit.Abstractions;

namespace Archive.Tests.Index;

/// <summary>A hundred thousand studies (a twentieth of it without CONCORD_ALL=1): counts are right, and what is selective is found without a scan. Rates go to the output.</summary>
public sealed class IndexScaleTests(ITestOutputHelper output)
{
    private static readonly bool IsWhole = Environment.GetEnvironmentVariable("CONCORD_ALL") == "1";
    private static readonly string[] Families = ["张", "王", "李", "赵", "欧阳", "Smith", "Müller", "García"];
    private static readonly string[] Givens = ["伟", "芳", "娜", "秀英", "敏", "Anna", "Jörg", "José"];

    [Fact]
    public async Task Many_instances_of_a_few_series()
    {
        await using var test = await TestIndex.Open();
        var count = IsWhole ? 100_000 : 10_000;
        var (rate, cpu) = await Load(test, Enumerable.Range(1, count).Select(n => Arrival.Of(n, study: 1 + (n % 4), series: n % 8)), count);
        Assert.Equal([count.ToString()], await test.Select("SELECT SUM(instances) FROM study"));
        Assert.Equal([count.ToString()], await test.Select("SELECT SUM(changes) FROM change_chunk"));
        output.WriteLine($"{rate:F0} instances/s into 8 series, {cpu:F1} CPU us each; {new FileInfo(Path.Combine(test.Folder, Dialect.FileName)).Length / count} bytes an instance");
    }

    [Fact]
    public async Task Every_instance_a_study()
    {
        await using var test = await TestIndex.Open();
        var count = IsWhole ? 100_000 : 5_000;
        var (rate, cpu) = await Load(test, Enumerable.Range(1, count).Select(Tiny), count);
        output.WriteLine($"{rate:F0} studies/s, {cpu:F1} CPU us each; {new FileInfo(Path.Combine(test.Folder, Dialect.FileName)).Length / count} bytes a study");
        Assert.Equal([count.ToString()], await test.Select("SELECT COUNT(*) FROM study"));

        await Measure(test, "study uid", i => [("StudyInstanceUID", Arrival.StudyUid(i).ToString())], count);
        await Measure(test, "patient id", i => [("PatientID", $"P{i % (count / 2)}")], count);
        await Measure(test, "accession", i => [("AccessionNumber", $"A{i}")], count);
        await Measure(test, "accession prefix", i => [("AccessionNumber", $"A{i}*")], count);
        await Measure(test, "day and CT", i => [("StudyDate", Day(i)), ("ModalitiesInStudy", "CT")], count);
        await Measure(test, "name", _ => [("PatientName", "王^伟")], count, limit: 50);
        await Measure(test, "name prefix", _ => [("PatientName", "zhang^*")], count, limit: 50);
        await Measure(test, "name infix", _ => [("PatientName", "*eorg*")], count, limit: 25);
        await Measure(test, "fuzzy", _ => [("PatientName", "oyn")], count, limit: 25);
        await Measure(test, "page of 50", _ => [("StudyDescription", "")], count, limit: 50);
        await Measure(test, "series", i => [("StudyInstanceUID", Arrival.StudyUid(i).ToString()), ("SeriesInstanceUID", "")], count, level: QueryLevel.Series);
    }

    private async Task Measure(TestIndex test, string what, Func<int, (string, string)[]> keys, int count, int? limit = 100, QueryLevel level = QueryLevel.Study)
    {
        const int rounds = 40;
        var times = new List<double>();
        var found = 0;
        for (var round = 0; round < rounds; round++)
        {
            var set = QueryKeys.Keys([("PatientName", ""), ("StudyInstanceUID", ""), ("ModalitiesInStudy", ""), ("StudyDate", ""), .. keys(1 + (round * 997 % count))]);
            var clock = Stopwatch.GetTimestamp();
            found += (await test.Find(new QueryRequest(level, set) { Limit = limit, Fuzzy = what == "fuzzy" })).Count;
            times.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
        }
        times.Sort();
        output.WriteLine($"{what}: median {times[rounds / 2]:F2} ms, worst {times[^1]:F1} ms, {found / rounds} matches");
        Assert.InRange(times[rounds / 2], 0, 500); // a scan of blobs would take seconds
    }

    /// <summary>Loads in portions, so that making the events is not part of the time.</summary>
    private static async Task<(double PerSecond, double CpuMicroseconds)> Load(TestIndex test, IEnumerable<IndexEvent> events, int count)
    {
        var (seconds, cpu) = (0.0, 0.0);
        foreach (var portion in events.Chunk(2000))
        {
            var (clock, spent) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            await test.Add(portion);
            seconds += Stopwatch.GetElapsedTime(clock).TotalSeconds;
            cpu += (Environment.CpuUsage.TotalTime - spent).TotalMicroseconds;
        }
        return (count / seconds, cpu / count);
    }

    private static string Day(int n) => DateOnly.FromDayNumber(735_000 + (n * 31 % 3650)).ToString("yyyyMMdd");

    private static IndexEvent Tiny(int n) => Arrival.Of(n, study: n, series: n, head => head
        .SetString(Tags.PatientName, $"{Families[n % 8]}^{Givens[n / 8 % 8]}{(n % 8 < 5 ? "" : n % 1000)}").SetString(Tags.PatientID, $"P{n / 2}").SetString(Tags.StudyDate, Day(n))
        .SetString(Tags.Modality, n % 3 == 0 ? "CT" : "MR"));
}
