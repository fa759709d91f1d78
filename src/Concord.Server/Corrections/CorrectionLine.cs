using System.Text.Json.Serialization;
using System.Text.Json;
using Concord.Server.Describing;

namespace Concord.Server.Corrections;

/// <summary>A correction as <see cref="CorrectionJson"/> tells it, for <c>/openapi.json</c>.</summary>
/// <param name="Series">Missing where it is about the whole study.</param>
/// <param name="Undone">Missing while it counts.</param>
[OmitsNulls]
internal sealed record CorrectionLine(
    long Number, DateTimeOffset At, string Who, string Why, string Study, string? Series, IReadOnlyDictionary<string, ModelElement> Before,
    IReadOnlyDictionary<string, ModelElement> Set, UndoneLine? Undone);

/// <summary>Who took a correction back.</summary>
internal sealed record UndoneLine(long Number, DateTimeOffset At, string Who, string Why);

/// <summary>A page of corrections.</summary>
/// <param name="Next">What to ask for as <c>after</c> for the next page; missing on the last.</param>
[OmitsNulls]
internal sealed record CorrectionPage(IReadOnlyList<CorrectionLine> Corrections, long? Next);

/// <summary>What a study would say after a correction.</summary>
/// <param name="Differing">Tags in which the study's series do not agree.</param>
/// <param name="Joins">The patient whom the study would come to, when there is one already.</param>
[OmitsNulls]
internal sealed record PreviewLine(
    string Study, int Series, int Instances, IReadOnlyDictionary<string, ModelElement> Before, IReadOnlyDictionary<string, ModelElement> After, IReadOnlyList<string> Differing, JoinedPatient? Joins);

/// <summary>A patient who is there.</summary>
internal sealed record JoinedPatient(string PatientId, string Issuer, string Name, int Studies);

/// <summary>One preview of each study.</summary>
internal sealed record PreviewList(IReadOnlyList<PreviewLine> Studies);

/// <summary>A correction that was made, or taken back.</summary>
internal sealed record CorrectionDone(long Number, int Studies);

/// <summary>What is asked for; see <see cref="CorrectionBody"/>.</summary>
/// <param name="Why">Missing of a preview.</param>
[OmitsNulls]
internal sealed record CorrectionAsk(IReadOnlyList<string> Studies, string? Series, IReadOnlyDictionary<string, ModelElement> Set, string? Why);

/// <summary>Why a correction is taken back.</summary>
internal sealed record UndoAsk(string Why);

/// <summary>An element of the DICOM JSON Model (PS3.18 Annex F).</summary>
[OmitsNulls]
internal sealed record ModelElement(
    [property: JsonPropertyName("vr")] string Vr, [property: JsonPropertyName("Value")] IReadOnlyList<JsonElement>? Value, [property: JsonPropertyName("InlineBinary")] string? InlineBinary,
    [property: JsonPropertyName("BulkDataURI")] string? BulkDataUri);
