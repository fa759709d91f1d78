using Concord.Server.Describing;
using System.Text.Json.Serialization;
using Concord.Dicom.DataElements;
using Concord.Vault.Decisions;

namespace Concord.Server.Lifecycle;

/// <summary>What is sent to decide: which fields count says the address.</summary>
/// <param name="Study">Study Instance UID.</param>
/// <param name="Series">Series Instance UID; missing: the whole study, or instances of any series.</param>
/// <param name="Instances">SOP Instance UIDs; missing: all.</param>
/// <param name="Reason">Code of a rejection's reason (PS3.16 CID 7011): 113001, 113037, 113038, 113039.</param>
/// <param name="Why">In words.</param>
/// <param name="Until">When a hold ends by itself.</param>
/// <param name="Reject">With a request to purge: reject first what lives.</param>
[OmitsNulls]
internal sealed record DecisionBody(string? Study, string? Series, IReadOnlyList<string>? Instances, string? Reason, string? Why, DateTimeOffset? Until, bool Reject = false)
{
    private const int MaxWhy = 1000;

    /// <summary>What is said in words; null when there is too much of it, or it has control characters.</summary>
    [JsonIgnore]
    public string? Said => (Why ?? "").Trim() is { Length: <= MaxWhy } said && !said.Any(char.IsControl) ? said : null;

    /// <summary>What it is about; null when a UID is missing or is none.</summary>
    public DecisionScope? Scope()
    {
        if (!Uid.TryParse(Study, null, out var study)) return null;
        Uid? series = null;
        if (Series is not null)
        {
            if (!Uid.TryParse(Series, null, out var named)) return null;
            series = named;
        }
        var instances = new List<Uid>();
        foreach (var text in Instances ?? [])
        {
            if (!Uid.TryParse(text, null, out var instance) || instances.Count == DecisionScope.MaxInstances) return null;
            instances.Add(instance);
        }
        return Instances is { Count: 0 } ? null : new(study, series, instances); // an empty list is a mistake, not everything
    }
}

/// <summary>A decision that was taken.</summary>
/// <param name="Number">Of the decision.</param>
/// <param name="Instances">That it was about.</param>
/// <param name="NotRestored">Instances that stay rejected because another one of their UID lives.</param>
internal sealed record DecisionAnswer(long Number, int Instances, IReadOnlyList<string> NotRestored);

/// <summary>A page of decisions.</summary>
/// <param name="Next">What to ask for as <c>after</c> for the next page; missing on the last.</param>
[OmitsNulls]
internal sealed record DecisionPage(IReadOnlyList<DecisionLine> Decisions, long? Next);

/// <summary>A page of rejected instances.</summary>
[OmitsNulls]
internal sealed record RejectedPage(IReadOnlyList<RejectedLine> Instances, long? Next);

/// <summary>A rejected instance.</summary>
internal sealed record RejectedLine(long Arrival, string StudyInstanceUid, string SeriesInstanceUid, string SopInstanceUid, long Bytes);

/// <summary>A page of certificates, and whether all of them follow one another.</summary>
[OmitsNulls]
internal sealed record CertificatePage(IReadOnlyList<CertificateLine> Certificates, long? Next);

/// <summary>A certificate in a list.</summary>
internal sealed record CertificateLine(
    long Number, DateTimeOffset IssuedAt, string StudyInstanceUid, int Instances, long Bytes, string RequestedBy, string ApprovedBy, bool TwoPersons, string Sha256);

/// <summary>Whether the chain of certificates is whole.</summary>
internal sealed record ChainAnswer(long Certificates, bool IsWhole, IReadOnlyList<string> Faults);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DecisionBody))]
[JsonSerializable(typeof(DecisionAnswer))]
[JsonSerializable(typeof(DecisionPage))]
[JsonSerializable(typeof(RejectedPage))]
[JsonSerializable(typeof(CertificatePage))]
[JsonSerializable(typeof(ChainAnswer))]
internal sealed partial class LifecycleJson : JsonSerializerContext;
