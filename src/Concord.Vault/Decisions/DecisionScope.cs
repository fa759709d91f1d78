using Concord.Dicom.DataElements;

namespace Concord.Vault.Decisions;

/// <summary>What a decision is about: a study, a series of it, or instances of it.</summary>
/// <param name="Instances">Where given, only these; at most <see cref="MaxInstances"/>.</param>
public sealed record DecisionScope(Uid Study, Uid? Series, IReadOnlyList<Uid> Instances)
{
    /// <summary>Most instances named one by one.</summary>
    public const int MaxInstances = 10_000;

    public static DecisionScope OfStudy(Uid study) => new(study, null, []);

    /// <summary>Single instances are named.</summary>
    internal bool NamesInstances => Instances.Count > 0;

    internal Func<Uid, bool> Names()
    {
        if (!NamesInstances) return _ => true;
        var named = Instances.ToHashSet();
        return named.Contains;
    }
}
