namespace Concord.Cli.Synth;

/// <summary>Turns what was asked for into studies: who is examined when by which family.</summary>
internal static class SynthPlan
{
    public const string Demo = "demo", Small = "small";
    private static readonly DateTime FirstDay = new(2026, 3, 2, 8, 20, 0, DateTimeKind.Unspecified);

    // family, patient, days from the first day, progress of disease, slices of a volume
    private static readonly (string Family, int Patient, int Day, float Progress, int? Slices)[] DemoStudies =
    [
        ("DX", 0, -210, 0.5f, null),
        ("CT", 0, -196, 0.6f, 66),
        ("CT", 0, 0, 1, null),
        ("MR", 1, -365, 0.4f, null),
        ("MR", 1, 1, 1, null),
        ("MG", 2, 2, 1, null),
        ("XA", 3, 2, 1, null),
        ("US", 4, 3, 1, null),
        ("NM", 5, 4, 1, null),
        ("PT", 6, 7, 1, null),
        ("CR", 7, 8, 1, null),
        ("DX", 8, 9, 0, null),
    ];

    public static IReadOnlyList<SynthStudy> Of(SynthOptions options)
    {
        var studies = new List<SynthStudy>();
        foreach (var set in options.Sets)
        {
            if (set == Demo) AddDemo(studies, options);
            else if (set == Small) AddSmall(studies, options);
            else AddFamily(studies, options, SynthFamilies.Of(set.ToUpperInvariant()));
        }
        return studies;
    }

    public static bool IsKnown(string set) => set is Demo or Small || SynthFamilies.All.Any(family => family.Name.Equals(set, StringComparison.OrdinalIgnoreCase));

    private static void AddDemo(List<SynthStudy> studies, SynthOptions options)
    {
        foreach (var (family, patient, day, progress, slices) in DemoStudies)
        {
            studies.Add(NewStudy(studies.Count + 1, options, SynthFamilies.Of(family), patient, day) with
            {
                Progress = progress,
                Slices = slices ?? options.Slices,
            });
        }
    }

    private static void AddSmall(List<SynthStudy> studies, SynthOptions options)
    {
        foreach (var family in SynthFamilies.All)
        {
            var place = studies.Count;
            studies.Add(NewStudy(place + 1, options, family, place, place) with { Scale = SynthScale.Small });
        }
    }

    private static void AddFamily(List<SynthStudy> studies, SynthOptions options, SynthFamily family)
    {
        for (var i = 0; i < options.Studies; i++)
        {
            var place = studies.Count;
            studies.Add(NewStudy(place + 1, options, family, place, place));
        }
    }

    private static SynthStudy NewStudy(int number, SynthOptions options, SynthFamily family, int patient, int day) =>
        new(options.Seed, number, SynthPatients.All[patient % SynthPatients.All.Count], family, FirstDay.AddDays(day).AddMinutes(number * 17)) { Slices = options.Slices };
}
