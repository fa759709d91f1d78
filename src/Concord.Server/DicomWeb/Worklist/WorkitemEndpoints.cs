using Concord.Clinic.Worklist;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Server.DicomWeb.Answers;
using Concord.Server.DicomWeb.Negotiation;
using Concord.Server.DicomWeb.Search;
using Concord.Server.Lifecycle;
using Concord.Server.Settings;
using Concord.Vault.Query;

namespace Concord.Server.DicomWeb.Worklist;

/// <summary>Workitems of the Worklist service (PS3.18 §11.4 to §11.9).</summary>
internal sealed class WorkitemEndpoints(StepWorklist worklist, WorklistOptions options, DicomWebOptions web)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/workitems", (HttpContext context, WorkitemEndpoints face) => face.Create(context));
        routes.MapGet("/workitems", (HttpContext context, WorkitemEndpoints face) => face.Search(context));
        routes.MapGet("/workitems/{workitem}", (HttpContext context, Uid workitem, WorkitemEndpoints face) => face.Retrieve(context, workitem));
        routes.MapPost("/workitems/{workitem}", (HttpContext context, Uid workitem, WorkitemEndpoints face) => face.Update(context, workitem));
        routes.MapPut("/workitems/{workitem}/state", (HttpContext context, Uid workitem, WorkitemEndpoints face) => face.ChangeState(context, workitem));
        routes.MapPost("/workitems/{workitem}/cancelrequest", (HttpContext context, Uid workitem, WorkitemEndpoints face) => face.RequestCancel(context, workitem));
    }

    private async Task<IResult> Create(HttpContext context)
    {
        var (dataSet, problem) = await ReadBody(context);
        if (dataSet is null) return Wrong(problem);
        var (hasUid, asked) = FindUid(context.Request.Query, "workitem", "AffectedSOPInstanceUID");
        if (hasUid && asked is null) return Wrong("workitem is a UID.");
        var instance = asked ?? dataSet.GetUid(Tags.SOPInstanceUID) ?? Uid.New();
        var turn = await worklist.Create(instance, dataSet, context.RequestAborted);
        if (WorkitemAnswers.Failure(context, turn, worklist, instance) is { } failure) return failure;
        if (turn.IsWarning) WorkitemAnswers.Warn(context, "The Workitem was created with modifications.");
        context.Response.Headers.Location = context.Response.Headers.ContentLocation = AddressOf(context, instance);
        return TypedResults.StatusCode(StatusCodes.Status201Created);
    }

    private async Task<IResult> Retrieve(HttpContext context, Uid workitem)
    {
        if (ModelNegotiation.SingleContentType(context.Request) is not { } contentType) return ModelNegotiation.NotAcceptable();
        if (worklist.Find(workitem) is not { } step)
            return TypedResults.Problem("There is no such workitem.", statusCode: worklist.IsGone(workitem) ? StatusCodes.Status410Gone : StatusCodes.Status404NotFound);
        context.Response.Headers.CacheControl = "no-cache";
        await Task.CompletedTask;
        return new ModelResult(step.Attributes, StatusCodes.Status200OK, contentType);
    }

    private async Task<IResult> Update(HttpContext context, Uid workitem)
    {
        var (dataSet, problem) = await ReadBody(context);
        if (dataSet is null) return Wrong(problem);
        var (hasUid, transaction) = FindUid(context.Request.Query, "transaction-uid", "transaction", "");
        if (hasUid && transaction is null) return Wrong("transaction is a UID.");
        transaction ??= dataSet.GetUid(Tags.TransactionUID);
        var turn = await worklist.Update(workitem, transaction, dataSet, context.RequestAborted);
        if (turn.Status == StepStatus.WrongTransaction && worklist.Find(workitem) is { State: StepState.Scheduled }) WorkitemAnswers.Warn(context, "The target URI did not reference a claimed Workitem.");
        if (WorkitemAnswers.Failure(context, turn, worklist, workitem) is { } failure) return failure;
        context.Response.Headers.ContentLocation = AddressOf(context, workitem);
        return TypedResults.Ok();
    }

    private async Task<IResult> ChangeState(HttpContext context, Uid workitem)
    {
        var (dataSet, problem) = await ReadBody(context);
        if (dataSet is null) return Wrong(problem);
        if (StepStates.Parse(dataSet.GetString(Tags.ProcedureStepState)) is not { } state) return Wrong("The request says which state: SCHEDULED, IN PROGRESS, COMPLETED or CANCELED.");
        if (dataSet.GetUid(Tags.TransactionUID) is not { } transaction)
        {
            if (worklist.Find(workitem) is not null) WorkitemAnswers.Warn(context, "The Transaction UID is missing.");
            return worklist.Find(workitem) is not null ? Wrong("The Transaction UID is missing.") : WorkitemAnswers.Failure(context, new(StepStatus.Unknown), worklist, workitem)!;
        }
        var turn = await worklist.Change(workitem, state, transaction, context.RequestAborted);
        if (WorkitemAnswers.Failure(context, turn, worklist, workitem) is { } failure) return failure;
        if (turn.IsWarning) WorkitemAnswers.Warn(context, $"The UPS is already in the requested state of {state.Term}.");
        context.Response.Headers.ContentLocation = AddressOf(context, workitem);
        return TypedResults.Ok();
    }

    private async Task<IResult> RequestCancel(HttpContext context, Uid workitem)
    {
        var (dataSet, problem) = await ReadBody(context);
        if (dataSet is null) return Wrong(problem);
        var who = Deciding.Who(context);
        var turn = await worklist.RequestCancel(workitem, dataSet, who[..Math.Min(who.Length, 16)], context.RequestAborted);
        if (WorkitemAnswers.Failure(context, turn, worklist, workitem) is { } failure) return failure;
        if (turn.IsWarning) WorkitemAnswers.Warn(context, "The UPS is already in the requested state of CANCELED.");
        context.Response.Headers.ContentLocation = AddressOf(context, workitem);
        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }

    private async Task<IResult> Search(HttpContext context)
    {
        if (ModelNegotiation.ContentType(context.Request) is not { } contentType) return ModelNegotiation.NotAcceptable();
        var request = SearchParameters.Parse(QueryLevel.Image, new DataSet(), context.Request.Query);
        if (request.OrderBy.Count > 0 || request.After is not null) return Wrong("Workitems come as they were created; page them with limit and offset.");
        var limit = Math.Min(request.Limit ?? web.MaxResults, web.MaxResults);
        var found = worklist.Search(request.Keys, request.Fuzzy);
        context.Response.Headers.CacheControl = "no-cache";
        if (SearchParameters.IsCounted(context.Request.Query)) context.Response.Headers["X-Total-Count"] = found.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (found.Count > (long)request.Offset + limit) WorkitemAnswers.Warn(context, $"There are more than {limit} results; ask for them with limit and offset");
        await using var answer = new ModelWriter(context, contentType);
        foreach (var step in found.Skip(request.Offset).Take(limit))
            if (await answer.Write(Returned(step, request))) await answer.Flush();
        await answer.End();
        return Results.Empty;
    }

    /// <summary>What a search says of a step: what every list needs, and what was asked for.</summary>
    private static DataSet Returned(Step step, QueryRequest request)
    {
        if (request.AllFields) return step.Attributes;
        var returned = new DataSet(step.Attributes.ByteOrder);
        foreach (var tag in WorkitemAttributes.Listed.Concat(request.Keys.Select(key => key.Tag)))
            if (step.Attributes.Find(tag) is { } element) returned.Set(element);
        return returned.SetString(Tags.SpecificCharacterSet, "ISO_IR 192");
    }

    private Task<(DataSet? DataSet, string Problem)> ReadBody(HttpContext context) => ModelBody.Read(context, options.MaxWorkitemBytes, web.MaxPartHeaderBytes);

    /// <summary>A UID of the query, by a name or bare: <c>?1.2.3</c>.</summary>
    private static (bool IsThere, Uid? Uid) FindUid(IQueryCollection query, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (query.TryGetValue(name, out var values)) return (true, Uid.TryParse(values[^1], null, out var uid) ? uid : null);
        foreach (var (name, values) in query)
            if (values.All(string.IsNullOrEmpty) && Uid.TryParse(name, null, out var bare)) return (true, bare);
        return (false, null);
    }

    private static string AddressOf(HttpContext context, Uid workitem) => $"{context.ServiceAddress()}/workitems/{workitem}";

    private static IResult Wrong(string problem) => TypedResults.Problem(problem, statusCode: StatusCodes.Status400BadRequest);
}
