using Concord.Cli.Synth.Families;

namespace Concord.Cli.Synth;

/// <summary>Every equipment family that can be made.</summary>
internal static class SynthFamilies
{
    public static IReadOnlyList<SynthFamily> All { get; } =
    [
        new("CT", CtFamily.Instances),
        new("MR", MrFamily.Instances),
        new("DX", DxFamily.Instances),
        new("CR", CrFamily.Instances),
        new("MG", MgFamily.Instances),
        new("XA", XaFamily.Instances),
        new("US", UsFamily.Instances),
        new("NM", NmFamily.Instances),
        new("PT", PtFamily.Instances),
    ];

    public static SynthFamily Of(string name) => All.First(family => family.Name == name);
}
