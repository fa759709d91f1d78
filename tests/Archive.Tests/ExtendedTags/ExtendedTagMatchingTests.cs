using Archive.Tests.Receive;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.ExtendedTags;
using Concord.Vault.Query;
using Concord.Vault.Receive;

namespace Archive.Tests.ExtendedTags;

/// <summary>What is found by extended tags, of each VR and level and asked at each level, is what a plain look at the values finds.</summary>
public sealed class ExtendedTagMatchingTests : IDisposable
{
    private const int Studies = 40, Instances = 2, Queries = 600;
    private const string Creator = "ACME";

    private static readonly string[] Levels = ["Study", "Series", "Instance"];

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task Every_key_finds_what_a_plain_look_finds(int seed, bool isAddedFirst)
    {
        var random = new Random(seed);
        await using var vault = await TestVault.Open(_folder.Path);
        if (isAddedFirst) await Add(vault);
        var values = new Dictionary<(int Study, int Instance, Tag Tag), string[]>();
        for (var study = 1; study <= Studies; study++)
            for (var instance = 1; instance <= Instances; instance++) await Store(vault, random, values, study, instance);
        if (!isAddedFirst)
        {
            await Add(vault);
            using var filler = vault.Vault.NewExtendedTagFiller(TimeProvider.System);
            Assert.Equal(0, await filler.Turn(CancellationToken.None));
        }
        var matched = 0;
        for (var i = 0; i < Queries; i++)
        {
            var level = (QueryLevel)random.Next((int)QueryLevel.Study, (int)QueryLevel.Image + 1);
            var keys = Enumerable.Range(0, random.Next(1, 3)).Select(_ => Key(random)).DistinctBy(key => key.Tag).ToArray();
            if (keys.Count(key => key.Level == 2) > 1 && level < QueryLevel.Image) continue; // two instances may answer two keys
            var expected = Expected(values, level, keys).ToArray();
            var found = await Find(vault, level, keys);
            Assert.True(expected.SequenceEqual(found), $"{level} {string.Join(" and ", keys.Select(key => $"{key.Vr} of {Levels[key.Level]} {string.Join('\\', key.Values)}"))}: {string.Join(',', expected)} but {string.Join(',', found)}");
            matched += Math.Min(found.Count, 1);
        }
        Assert.InRange(matched, Queries / 4, Queries); // it is not that nothing ever matches
    }

    private static async Task Add(TestVault vault)
    {
        var tags = PlainMatch.Pools.Keys.SelectMany(vr => Enumerable.Range(0, 3).Select(level => new ExtendedTagRequest(TagOf(vr, level).ToHex(), vr.Code, Creator, Levels[level])));
        Assert.IsType<ExtendedTagOutcome.Added>(await vault.Vault.ExtendedTags.Add([.. tags], "tester", 128, DateTimeOffset.UnixEpoch, CancellationToken.None));
    }

    private static Tag TagOf(Vr vr, int level) => new(0x0009, (ushort)(0x1000 + ((int)PlainMatch.Pools.Keys.ToList().IndexOf(vr) * 4) + level));

    private static async Task Store(TestVault vault, Random random, Dictionary<(int, int, Tag), string[]> values, int study, int instance)
    {
        var slice = Objects.Slice(instance, series: study, study: study).SetString(Tags.StudyID, $"{study}").SetString(new Tag(0x0009, 0x0010), Creator, Vr.LO);
        foreach (var (vr, pool) in PlainMatch.Pools)
            for (var level = 0; level < 3; level++)
            {
                var chosen = Enumerable.Range(0, random.Next(3)).Select(_ => pool.Values[random.Next(pool.Values.Length)]).ToArray();
                if (vr == Vr.UR && chosen.Length > 1) chosen = chosen[..1];
                values.Add((study, instance, TagOf(vr, level)), chosen);
                if (chosen.Length > 0) Set(slice, TagOf(vr, level), vr, chosen);
            }
        Assert.IsType<StoreOutcome.Stored>(await vault.Store(slice));
    }

    private static (Tag Tag, Vr Vr, int Level, string[] Values) Key(Random random)
    {
        var vrs = PlainMatch.Pools.Keys.ToArray();
        var (vr, level) = (vrs[random.Next(vrs.Length)], random.Next(3));
        var pool = PlainMatch.Pools[vr].Keys;
        string[] chosen = vr == Vr.UR || random.Next(3) > 0 ? [pool[random.Next(pool.Length)]] : [.. Enumerable.Range(0, 2).Select(_ => pool[random.Next(pool.Length)])];
        return (TagOf(vr, level), vr, level, chosen);
    }

    /// <summary>A study and a series have what their first instance says.</summary>
    private static IEnumerable<string> Expected(Dictionary<(int, int, Tag), string[]> values, QueryLevel level, (Tag Tag, Vr Vr, int Level, string[] Values)[] keys)
    {
        bool Has(int study, int instance, (Tag Tag, Vr Vr, int Level, string[] Values) key) =>
            values[(study, key.Level == 2 ? instance : 1, key.Tag)].Any(stored => key.Values.Any(wanted => PlainMatch.Matches(key.Vr, wanted, stored)));
        for (var study = 1; study <= Studies; study++)
        {
            var all = Enumerable.Range(1, Instances).Where(instance => keys.All(key => Has(study, instance, key))).ToArray();
            if (level == QueryLevel.Image) foreach (var instance in all) yield return $"{study}.{instance}";
            else if (all.Length > 0) yield return $"{study}";
        }
    }

    private static async Task<List<string>> Find(TestVault vault, QueryLevel level, (Tag Tag, Vr Vr, int Level, string[] Values)[] keys)
    {
        var asked = new DataSet().SetEmpty(Tags.StudyID).SetEmpty(Tags.InstanceNumber);
        foreach (var key in keys) Set(asked, key.Tag, key.Vr, key.Values);
        var found = new List<(int, int)>();
        await foreach (var match in vault.Vault.Query.Find(new QueryRequest(level, asked), CancellationToken.None)) found.Add(((int)match.GetInt(Tags.StudyID)!, (int)(match.GetInt(Tags.InstanceNumber) ?? 0)));
        return [.. found.Order().Select(one => level == QueryLevel.Image ? $"{one.Item1}.{one.Item2}" : $"{one.Item1}")];
    }

    private static void Set(DataSet target, Tag tag, Vr vr, string[] values)
    {
        if (vr.IsString) target.SetStrings(tag, values, vr);
        else if (vr is Vr.FL or Vr.FD) target.SetDoubles(tag, [.. values.Select(value => double.Parse(value, System.Globalization.CultureInfo.InvariantCulture))], vr);
        else target.SetInts(tag, [.. values.Select(value => long.Parse(value, System.Globalization.CultureInfo.InvariantCulture))], vr);
    }
}
