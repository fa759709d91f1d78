using Concord.Dicom.DataElements;
using Concord.Vault.Decisions;

namespace Concord.Vault.Index;

/// <summary>Something that was decided about what is kept: by whom, when and why.</summary>
/// <param name="Number">From the archive's one sequence.</param>
/// <param name="Kind">As the change feed names it: <c>deleted</c> (rejected), <c>restored</c>, <c>held</c>, <c>released</c>, <c>purge-requested</c>,
/// <c>purge-approved</c>, <c>purge-refused</c>, <c>purge-certified</c>.</param>
/// <param name="Who">A user, an address where users are off, or <c>rule:NAME</c>.</param>
/// <param name="SeriesInstanceUid">None for a whole study, and where instances of several series are named.</param>
/// <param name="SopInstanceUid">None but where one instance is named.</param>
public sealed record Decision(
    long Number, string Kind, DateTimeOffset At, string Who, string Why, Uid StudyInstanceUid, Uid SeriesInstanceUid, Uid SopInstanceUid)
{
    /// <summary>The code of a rejection's reason (PS3.16 CID 7011), or empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Single instances were named, not a study or series as a whole: the feed names each of them.</summary>
    public bool NamesInstances { get; init; }

    /// <summary>Instances that it was about.</summary>
    public int Instances { get; init; }

    /// <summary>Their bytes, 0 where that is not known.</summary>
    public long Bytes { get; init; }

    /// <summary>Study Date (0008,0020) when it was decided, or empty.</summary>
    public string StudyDate { get; init; } = "";

    /// <summary>The study's modalities when it was decided, separated by backslashes.</summary>
    public string Modalities { get; init; } = "";

    /// <summary>Study Description (0008,1030) when it was decided.</summary>
    public string Description { get; init; } = "";

    /// <summary>When a hold ends by itself.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The deletion certificate that it issued; null for none.</summary>
    public KeptCertificate? Certificate { get; init; }

    /// <summary>The decision that this one ends or answers: a hold, a request; else 0.</summary>
    public long Answers { get; init; }
}
