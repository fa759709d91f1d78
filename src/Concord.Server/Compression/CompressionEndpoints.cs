using Concord.Dicom.DataElements;
using Concord.Server.Admin;
using Concord.Vault.Compression;
using Concord.Vault.Receive;

namespace Concord.Server.Compression;

/// <summary>Compressing at rest over HTTP: where it stands, and at once.</summary>
internal static class CompressionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/compression", (SeriesCompressor compressor) => TypedResults.Json(compressor.State, AdminJson.Default.CompressionState))
            .WithName("GetCompression").WithSummary("Where compressing at rest stands").Produces<CompressionState>();
        routes.MapPost("/api/compress", Compress);
    }

    /// <summary>A study, or a series of it, whatever was looked at before; or, when none is named, all that was not looked at yet. Answers when it is done.</summary>
    private static async Task<IResult> Compress(string? study, string? series, InstanceVault vault, SeriesCompressor compressor, CancellationToken cancel)
    {
        if (!TryUid(study, out var studyUid) || !TryUid(series, out var seriesUid) || (studyUid is null && seriesUid is not null))
            return TypedResults.Problem("A study is named by its UID, and a series beside its study.", statusCode: StatusCodes.Status400BadRequest);
        try
        {
            if (studyUid is null) await vault.SealAll(cancel);
            var done = studyUid is { } one ? await compressor.CompressNow(one, seriesUid, cancel) : await compressor.CompressNow(cancel);
            return TypedResults.Json(done, AdminJson.Default.CompressionResult);
        }
        catch (CompressorUnavailableException unavailable)
        {
            return TypedResults.Problem(unavailable.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static bool TryUid(string? text, out Uid? uid)
    {
        uid = null;
        if (text is null) return true;
        if (!Uid.TryParse(text, null, out var parsed)) return false;
        uid = parsed;
        return true;
    }
}
