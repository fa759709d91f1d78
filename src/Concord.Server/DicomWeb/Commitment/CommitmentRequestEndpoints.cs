using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Network.ServiceClasses;
using Concord.Server.Commitment;
using Concord.Server.DicomWeb.Negotiation;
using Concord.Server.Settings;
using Concord.Vault.Commitment;

namespace Concord.Server.DicomWeb.Commitment;

/// <summary>Request and Result Check Transactions of the Storage Commitment service (PS3.18 §13.4, §13.5).</summary>
internal sealed class CommitmentRequestEndpoints(CommitmentReports reports, CommitmentOptions options, DicomWebOptions web, TimeProvider time, IHostApplicationLifetime lifetime) : IDisposable
{
    /// <summary>Results that are remembered.</summary>
    private const int MaxKept = 1000;

    /// <summary>Longest request, bytes: some 100,000 references.</summary>
    private const int MaxBodyBytes = 16 << 20;

    /// <summary>How long a request waits for its result before it is told to ask again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<Uid, Asked> _asked = [];
    private readonly SemaphoreSlim _slots = new(options.MaxReportsAtOnce);
    private long _lastNumber;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/commitment-requests/{transaction}", (HttpContext context, Uid transaction, CommitmentRequestEndpoints face) => face.Request(context, transaction));
        routes.MapGet("/commitment-requests/{transaction}", (HttpContext context, Uid transaction, CommitmentRequestEndpoints face) => face.Check(context, transaction));
    }

    private async Task<IResult> Request(HttpContext context, Uid transaction)
    {
        if (ModelNegotiation.SingleContentType(context.Request) is not { } contentType) return ModelNegotiation.NotAcceptable();
        var (references, problem) = await ReadReferences(context, transaction);
        if (references is null) return TypedResults.Problem(problem, statusCode: StatusCodes.Status400BadRequest);
        var digest = CommitmentTransaction.DigestOf(references);
        Asked asked;
        lock (_lock)
        {
            if (_asked.TryGetValue(transaction, out var known) && known.Digest != digest)
                return TypedResults.Problem("The transaction UID is in use for other instances.", statusCode: StatusCodes.Status409Conflict);
            if (known is null)
            {
                if (_asked.Values.Count(one => !one.Result.IsCompleted) >= options.MaxPending) return Busy(context);
                Forget();
                known = new(++_lastNumber, digest, Task.Run(() => Make(transaction, references)));
                _asked.Add(transaction, known);
            }
            asked = known;
        }
        await ((Task)asked.Result).WaitAsync(Patience, time, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // too late, or failed: told below
        return await Answer(context, asked, contentType);
    }

    private async Task<IResult> Check(HttpContext context, Uid transaction)
    {
        if (ModelNegotiation.SingleContentType(context.Request) is not { } contentType) return ModelNegotiation.NotAcceptable();
        Asked? asked;
        lock (_lock) _asked.TryGetValue(transaction, out asked);
        return asked is null ? TypedResults.NotFound() : await Answer(context, asked, contentType);
    }

    private static async Task<IResult> Answer(HttpContext context, Asked asked, string contentType)
    {
        if (!asked.Result.IsCompleted)
        {
            context.Response.Headers.RetryAfter = "5";
            return TypedResults.StatusCode(StatusCodes.Status202Accepted);
        }
        if (!asked.Result.IsCompletedSuccessfully) return Busy(context);
#pragma warning disable VSTHRD003 // it is complete
        return new ModelResult(CommitmentDataSets.Write(await asked.Result), StatusCodes.Status200OK, contentType);
#pragma warning restore VSTHRD003
    }

    private static IResult Busy(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "30";
        return TypedResults.Problem("The archive cannot say now.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private async Task<CommitmentReport> Make(Uid transaction, IReadOnlyList<(Uid SopClass, Uid SopInstance)> references)
    {
        await _slots.WaitAsync(lifetime.ApplicationStopping);
        try
        {
            return await reports.Make(new(0, transaction, "", time.GetUtcNow(), references, IsDuplicate: false, Tries: 0), lifetime.ApplicationStopping);
        }
        catch
        {
            lock (_lock) _asked.Remove(transaction); // asked again it is tried again
            throw;
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>The oldest that are done make room.</summary>
    private void Forget()
    {
        foreach (var old in _asked.Where(one => one.Value.Result.IsCompleted).OrderBy(one => one.Value.Number).Take(_asked.Count - MaxKept + 1).ToList()) _asked.Remove(old.Key);
    }

    private async Task<(List<(Uid SopClass, Uid SopInstance)>? References, string Problem)> ReadReferences(HttpContext context, Uid transaction)
    {
        var (dataSet, problem) = await ModelBody.Read(context, MaxBodyBytes, web.MaxPartHeaderBytes);
        if (dataSet is null) return (null, problem);
        if (!dataSet.Contains(Tags.TransactionUID)) dataSet.SetUid(Tags.TransactionUID, transaction);
        var (request, refusal) = CommitmentDataSets.ReadRequest(dataSet);
        return request is null ? (null, refusal!.ErrorComment + ".") : ([.. request.References.Select(reference => (reference.SopClassUid, reference.SopInstanceUid))], "");
    }

    public void Dispose() => _slots.Dispose();

    private sealed record Asked(long Number, string Digest, Task<CommitmentReport> Result);
}
