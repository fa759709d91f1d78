using Concord.Dicom.DataElements;

namespace Concord.Clinic.Worklist;

/// <summary>That an application entity wants to be told (PS3.4 §CC.2.3).</summary>
/// <param name="Target">A step, or one of the well-known UIDs <see cref="Global"/> and <see cref="Filtered"/>.</param>
/// <param name="IsOn">False: it is not told of this step, whatever else it subscribes to.</param>
/// <param name="HasLock">Steps stay as long as it has not let them go.</param>
public sealed record Subscription(string AeTitle, Uid Target, bool IsOn, bool HasLock)
{
    /// <summary>UPS Global Subscription SOP Instance: every step.</summary>
    public static Uid Global { get; } = Uid.Parse("1.2.840.10008.5.1.4.34.5");

    /// <summary>UPS Filtered Global Subscription SOP Instance: every step that matches when it is created, or now.</summary>
    public static Uid Filtered { get; } = Uid.Parse("1.2.840.10008.5.1.4.34.5.1");

    /// <summary>The last step that there was when it was made.</summary>
    public long Since { get; init; }

    /// <summary>The last step it holds for: it is suspended for later ones.</summary>
    public long? Until { get; init; }

    /// <summary>Keys of a filtered one.</summary>
    public DataSet? Filter { get; init; }

    /// <summary>Steps that a filtered one matched when it was made.</summary>
    public IReadOnlySet<Uid> Matched { get; init; } = new HashSet<Uid>();

    public bool IsOfOneStep => Target != Global && Target != Filtered;

    /// <summary>Whether it makes its owner hear of that step.</summary>
    public bool Covers(Step step)
    {
        if (IsOfOneStep) return IsOn && Target == step.InstanceUid;
        if (Target == Global) return Until is not { } last || step.Number <= last;
        return Matched.Contains(step.InstanceUid) || (step.Number > Since && step.Watchers.Contains(AeTitle, StringComparer.Ordinal));
    }
}
