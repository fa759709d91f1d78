using Concord.Dicom.DataElements;

namespace Concord.Vault.Corrections;

/// <summary>What became of a correction.</summary>
public abstract record CorrectionOutcome
{
    private CorrectionOutcome()
    {
    }

    /// <summary>It is durable, and holds for who asks now.</summary>
    public sealed record Done(long Number, int Studies) : CorrectionOutcome;

    /// <summary>Of these studies, or of the series named of one, nothing is here; or there is no such correction that counts (an empty list).</summary>
    public sealed record NotFound(IReadOnlyList<Uid> Studies) : CorrectionOutcome;

    /// <summary>It cannot be said so.</summary>
    /// <param name="Why">In words, without the values.</param>
    public sealed record Refused(string Why) : CorrectionOutcome;
}
