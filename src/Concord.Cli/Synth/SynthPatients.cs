namespace Concord.Cli.Synth;

/// <summary>The people of the synthetic studies: Chinese names in three repertoires, Latin ones with accents.</summary>
internal static class SynthPatients
{
    private const string ChineseHospital = "康和示范医院", LatinHospital = "Hôpital de démonstration Concord";

    /// <summary>In the order in which studies are given to them; whoever is in GBK comes last, since not every validator knows that term.</summary>
    public static IReadOnlyList<SynthPatient> All { get; } =
    [
        new("SYN-0001", "Zhang^San=张^三", "M", new(1962, 3, 14), "GB18030", 1.74, 71, "Liu^Yang=刘^洋", ChineseHospital),
        new("SYN-0002", "Li^Si=李^四", "F", new(1971, 11, 2), "GB18030", 1.61, 56, "Zhou^Ming=周^明", ChineseHospital),
        new("SYN-0003", "Wang^Xiaohong=王^小红", "F", new(1968, 6, 27), "ISO_IR 192", 1.63, 60, "Liu^Yang=刘^洋", ChineseHospital),
        new("SYN-0004", "Müller^Jürgen", "M", new(1955, 9, 8), "ISO_IR 100", 1.81, 88, "Weiß^Anna", LatinHospital),
        new("SYN-0005", "Lefèvre^Élodie", "F", new(1979, 1, 19), "ISO_IR 100", 1.67, 62, "Benoît^François", LatinHospital),
        new("SYN-0006", "García^José", "M", new(1950, 12, 5), "ISO_IR 100", 1.70, 79, "Núñez^Inés", LatinHospital),
        new("SYN-0007", "Ouyang^Xiu=欧阳^修", "M", new(1958, 8, 1), "ISO_IR 192", 1.72, 68, "Zhou^Ming=周^明", ChineseHospital),
        new("SYN-0008", "Chen^Mei=陈^梅", "F", new(1990, 4, 30), "GB18030", 1.58, 52, "Liu^Yang=刘^洋", ChineseHospital),
        new("SYN-0009", "Nilsson^Åsa", "F", new(1984, 7, 11), "ISO_IR 100", 1.69, 64, "Weiß^Anna", LatinHospital),
        new("SYN-0010", "Zhao^Lei=赵^磊", "M", new(1988, 2, 9), "GBK", 1.77, 75, "Zhou^Ming=周^明", ChineseHospital),
    ];
}
