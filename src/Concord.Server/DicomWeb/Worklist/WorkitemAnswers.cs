using Concord.Clinic.Worklist;
using Microsoft.Net.Http.Headers;

namespace Concord.Server.DicomWeb.Worklist;

/// <summary>What became of an operation as an HTTP answer (PS3.18 §11.4.3 and its like).</summary>
internal static class WorkitemAnswers
{
    /// <summary>The answer to what failed; null for what is done. Sets the Warning that the standard words.</summary>
    public static IResult? Failure(HttpContext context, Turn turn, StepWorklist worklist, Dicom.DataElements.Uid instance)
    {
        if (turn.IsDone) return null;
        var (status, warning) = Of(turn.Status);
        if (turn.Status == StepStatus.Unknown && worklist.IsGone(instance)) status = StatusCodes.Status410Gone;
        if (warning is not null) Warn(context, warning);
        if (status == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = "60";
        var offending = turn.Offending is { } tag ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["offendingElement"] = tag.ToString(), ["status"] = $"{(int)turn.Status:X4}" } : null;
        return TypedResults.Problem(turn.Comment is { } comment ? $"{comment}{(turn.Offending is { } at ? $": {at}" : "")}." : null, statusCode: status, extensions: offending);
    }

    /// <summary>Says what is done, but not quite as asked.</summary>
    public static void Warn(HttpContext context, string text) => context.Response.Headers.Append(HeaderNames.Warning, $"299 {context.Request.Host} \"{text}\"");

    private static (int Status, string? Warning) Of(StepStatus status) => status switch
    {
        StepStatus.Unknown => (StatusCodes.Status404NotFound, null),
        StepStatus.DuplicateInstance => (StatusCodes.Status409Conflict, null),
        StepStatus.ResourceLimitation => (StatusCodes.Status503ServiceUnavailable, null),
        StepStatus.WrongTransaction => (StatusCodes.Status400BadRequest, "The Transaction UID is incorrect."),
        StepStatus.IsCompleted => (StatusCodes.Status409Conflict, "The submitted request is inconsistent with the state of the UPS Instance."),
        StepStatus.NoLongerUpdated or StepStatus.AlreadyInProgress or StepStatus.OnlyCreatedScheduled or StepStatus.NotInProgress or StepStatus.FinalStateNotMet =>
            (StatusCodes.Status409Conflict, "The submitted request is inconsistent with the state of the UPS Instance."),
        _ => (StatusCodes.Status400BadRequest, null),
    };
}
