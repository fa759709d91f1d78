using Concord.Dicom.DataElements;

namespace Concord.Vault.Decisions;

/// <summary>What became of a decision.</summary>
public abstract record DecisionOutcome
{
    private DecisionOutcome()
    {
    }

    /// <summary>It is durable.</summary>
    /// <param name="Number">Of the decision.</param>
    /// <param name="Instances">That it was about.</param>
    public sealed record Done(long Number, int Instances) : DecisionOutcome
    {
        /// <summary>Instances that stay rejected: another one of the same UID lives in their series.</summary>
        public IReadOnlyList<Uid> NotRestored { get; init; } = [];
    }

    /// <summary>There is nothing that it could be about.</summary>
    public sealed record NotFound : DecisionOutcome;

    /// <summary>A legal hold forbids it.</summary>
    public sealed record Held(IReadOnlyList<LegalHold> Holds) : DecisionOutcome;

    /// <summary>Another one must decide this than who asked for it.</summary>
    public sealed record SamePerson : DecisionOutcome;

    /// <summary>It does not go together with how things stand.</summary>
    /// <param name="Why">One sentence, without patient data.</param>
    /// <param name="Instances">Those that stand in the way, where some do.</param>
    public sealed record Conflict(string Why, IReadOnlyList<Uid> Instances) : DecisionOutcome;
}
