using Concord.Imaging;
using Concord.Server.Imaging;
using Concord.Vault.Blobs;
using Concord.Vault.Query;
using Concord.Vault.Receive;

namespace Concord.Server.Hosting;

/// <summary>Exceptions become problem+json (RFC 9457); a failure in the middle of an answer cuts the connection, so that nobody takes a part for the whole.</summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort(); // the client has gone: there is nobody to answer
        }
        catch (Exception e) when (context.Response.HasStarted)
        {
            logger.ResponseCut(e);
            context.Abort();
        }
        catch (Exception e)
        {
            var (status, detail) = Describe(e);
            if (status >= StatusCodes.Status500InternalServerError) logger.RequestFailed(status, e);
            context.Response.Clear();
            if (status == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = "2";
            await TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context);
        }
    }

    private static (int Status, string? Detail) Describe(Exception e) => e switch
    {
        QueryException { IsTooCostly: true } => (StatusCodes.Status413PayloadTooLarge, e.Message),
        QueryException { IsNotReady: true } => (StatusCodes.Status409Conflict, e.Message),
        QueryException => (StatusCodes.Status400BadRequest, e.Message),
        FrameException frame => (frame.Status, frame.Message + "."),
        BadHttpRequestException bad => (bad.StatusCode, bad.Message),
        StoreAwayException away => (StatusCodes.Status503ServiceUnavailable, $"What is asked for lies in the {away.Store} store, which is away just now."),
        TimeoutException => (StatusCodes.Status503ServiceUnavailable, "The index has not caught up; try again."),
        VaultException => (StatusCodes.Status503ServiceUnavailable, "The archive cannot answer now."),
        _ => (StatusCodes.Status500InternalServerError, null),
    };
}
