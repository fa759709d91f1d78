using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Clinic.Worklist;

/// <summary>A Unified Procedure Step. Immutable; a change makes another.</summary>
/// <param name="Number">In the order in which steps were created.</param>
/// <param name="Attributes">All of it but the Transaction UID; not to be changed.</param>
/// <param name="At">When it last changed.</param>
public sealed record Step(Uid InstanceUid, long Number, StepState State, DataSet Attributes, DateTimeOffset At)
{
    /// <summary>UPS Push SOP Class, PS3.4 §CC.3: the class of every step (§CC.2.5.1.3.1).</summary>
    public static Uid SopClass { get; } = Uid.Parse("1.2.840.10008.5.1.4.34.6.1");

    /// <summary>Transaction UID of who performs it; nobody is shown it.</summary>
    public Uid? Claim { get; init; }

    /// <summary>Whose filtered subscription it matched when it was created.</summary>
    public IReadOnlyList<string> Watchers { get; init; } = [];

    /// <summary>About how much room it takes, bytes.</summary>
    public int Bytes { get; init; }

    public string? InputReadiness => Attributes.GetString(Tags.InputReadinessState);

    /// <summary>Whether the one who shows that Transaction UID may change it; of a step not yet claimed: whether there is one.</summary>
    public bool IsClaimedBy(Uid? transaction) => transaction is { } uid && (Claim is { } claim ? claim == uid : State == StepState.Scheduled);
}
