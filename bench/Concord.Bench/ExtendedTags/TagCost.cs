using System.Diagnostics;
using System.Globalization;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Trust.Identity;
using Concord.Vault.ExtendedTags;
using Concord.Vault.Index;
using Concord.Vault.Query;
using Concord.Vault.Sites;
using Microsoft.Extensions.Logging.Abstractions;

namespace Concord.Bench.ExtendedTags;

/// <summary>Fills two indexes in turn, one with extended tags, and says what each object cost in either; then searches by an attribute with a tag and without.</summary>
internal static class TagCost
{
    private const int Turns = 10, Searches = 20, InstancesPerSeries = 4;

    private static readonly Uid CtImage = Uid.Parse("1.2.840.10008.5.1.4.1.1.2");

    private static readonly ExtendedTag[] Three =
    [
        new(1, Tags.ReferringPhysicianName, Vr.PN, null, QueryLevel.Study, default, ""), new(2, Tags.AcquisitionDate, Vr.DA, null, QueryLevel.Series, default, ""),
        new(3, Tags.SliceThickness, Vr.DS, null, QueryLevel.Image, default, ""),
    ];

    /// <summary>So many studies, each of one series of <see cref="InstancesPerSeries"/>, in each index.</summary>
    public static async Task Run(string folder, int studies)
    {
        await using var plain = await Open(Path.Combine(folder, "plain"), []);
        await using var tagged = await Open(Path.Combine(folder, "tagged"), Three);
        Console.WriteLine("studies plain_per_s plain_cpu_us tagged_per_s tagged_cpu_us");
        for (var turn = 0; turn < Turns; turn++)
        {
            var (first, count) = ((studies / Turns * turn) + 1, studies / Turns);
            var isPlainFirst = turn % 2 == 0;
            var one = await Fill(isPlainFirst ? plain : tagged, first, count);
            var other = await Fill(isPlainFirst ? tagged : plain, first, count);
            var (bare, with) = isPlainFirst ? (one, other) : (other, one);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{first + count - 1} {bare.PerSecond:F0} {bare.CpuMicroseconds:F0} {with.PerSecond:F0} {with.CpuMicroseconds:F0}"));
        }
        Console.WriteLine("search plain_ms(count) tagged_ms(count)");
        foreach (var (what, key) in Keys()) Console.WriteLine(string.Join(' ', what, await Ask(plain, key), await Ask(tagged, key)));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bytes {SizeOf(folder, "plain")} {SizeOf(folder, "tagged")}"));
    }

    private static IEnumerable<(string What, DataSet Keys)> Keys()
    {
        yield return ("name", new DataSet().SetString(Tags.ReferringPhysicianName, "Doctor^77"));
        yield return ("name-pattern", new DataSet().SetString(Tags.ReferringPhysicianName, "Doctor^77*"));
        yield return ("date", new DataSet().SetString(Tags.AcquisitionDate, "20250101"));
        yield return ("number", new DataSet().SetString(Tags.SliceThickness, "77.5"));
    }

    private static Task<VaultIndex> Open(string folder, ExtendedTag[] tags)
    {
        var source = new ExtendedTagSource();
        source.Publish(new(tags, tags.Length));
        return VaultIndex.Open(folder, SourceIssuers.None, SourceSites.None, source, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
    }

    private static async Task<(double PerSecond, double CpuMicroseconds)> Fill(VaultIndex index, int first, int count)
    {
        var (start, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        for (var study = first; study < first + count; study++)
            for (var i = 1; i <= InstancesPerSeries; i++) await index.Enqueue(new IndexEvent.InstanceArrived(Row(study, i)), CancellationToken.None);
        await index.WaitUntilCaughtUp(CancellationToken.None);
        double instances = count * InstancesPerSeries;
        return (instances / Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / instances);
    }

    /// <summary>Median milliseconds of a count, and what it counts.</summary>
    private static async Task<string> Ask(VaultIndex index, DataSet keys)
    {
        var (query, taken, count) = (new VaultQuery(index, null!), new List<double>(), 0L);
        for (var i = 0; i < Searches; i++)
        {
            var start = Stopwatch.GetTimestamp();
            count = await query.Count(new QueryRequest(QueryLevel.Study, keys), CancellationToken.None);
            taken.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        taken.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"{taken[Searches / 2]:F2}({count})");
    }

    private static InstanceRow Row(int study, int instance)
    {
        var number = ((study - 1L) * InstancesPerSeries) + instance;
        var (studyUid, seriesUid, sopUid) = (Uid.Parse($"1.2.3.1.{study}"), Uid.Parse($"1.2.3.2.{study}"), Uid.Parse($"1.2.3.3.{number}"));
        var head = new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192").SetUid(Tags.SOPClassUID, CtImage).SetUid(Tags.SOPInstanceUID, sopUid)
            .SetUid(Tags.StudyInstanceUID, studyUid).SetUid(Tags.SeriesInstanceUID, seriesUid).SetString(Tags.StudyDate, $"20{study % 25:00}0101").SetString(Tags.PatientID, $"P{study / 3}")
            .SetString(Tags.PatientName, $"Patient^{study / 3}").SetString(Tags.Modality, "CT").SetString(Tags.ReferringPhysicianName, $"Doctor^{study % 1000}")
            .SetString(Tags.AcquisitionDate, $"20{study % 28:00}01{(study % 25) + 1:00}").SetString(Tags.SliceThickness, $"{study % 400}.5");
        var origin = new Origin(OriginKind.Dimse, "BENCH", "CONCORD", "127.0.0.1", DateTimeOffset.UnixEpoch, []);
        return new(number, study, studyUid, seriesUid, sopUid, CtImage, TransferSyntax.ExplicitVrLittleEndian, head, 100_000, origin);
    }

    private static long SizeOf(string folder, string name) => Directory.GetFiles(Path.Combine(folder, name)).Sum(file => new FileInfo(file).Length);
}
