using System.Buffers;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Imaging;
using Concord.Server.DicomWeb.Answers;
using Concord.Server.DicomWeb.Negotiation;
using Concord.Server.Retrieve;
using Concord.Vault.Bundles;
using Concord.Vault.Retrieve;

namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>Retrieve Transaction, instance resources (PS3.18 §10.4.1.1): whole objects, as they came unless the client wants another syntax; as they lie for who takes any by <c>*</c>.</summary>
internal sealed class InstanceEndpoints(VaultRetrieve retrieve, BundleReader bundles, ObjectForms forms, ZipEndpoints zip)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGetOrHead("/studies/{study}", (HttpContext context, Uid study, InstanceEndpoints face) => face.Get(context, study, null, null));
        routes.MapGetOrHead("/studies/{study}/series/{series}", (HttpContext context, Uid study, Uid series, InstanceEndpoints face) =>
            face.Get(context, study, series, null));
        routes.MapGetOrHead("/studies/{study}/series/{series}/instances/{instance}", (HttpContext context, Uid study, Uid series, Uid instance, InstanceEndpoints face) =>
            face.Get(context, study, series, instance));
    }

    /// <summary>One object alone, in a syntax that it can be given in; else 406.</summary>
    public async Task<IResult> Single(BundleEntry entry, TransferSyntax syntax, CancellationToken cancel) => syntax.Uid == entry.TransferSyntax.Uid || await forms.Can(entry, syntax, cancel)
        ? new SegmentedAnswer([Body(entry, syntax)], $"{MediaTypes.Dicom}; transfer-syntax={syntax}", EntityTags.Of([entry], $"single {syntax}"))
        : NotAcceptable();

    private async Task<IResult> Get(HttpContext context, Uid study, Uid? series, Uid? instance) =>
        await retrieve.Find(study, series, instance, context.RequestAborted) is { Count: > 0 } entries
            ? await Send(context, entries, isSeries: series is not null && instance is null)
            : TypedResults.NotFound();

    /// <summary>Sends objects as the client accepts them.</summary>
    /// <param name="isSeries">They are all of one series.</param>
    public async Task<IResult> Send(HttpContext context, IReadOnlyList<BundleEntry> entries, bool isSeries = false)
    {
        var accepted = AcceptHeader.Of(context.Request);
        if (Preferred(accepted) is { MediaType: ZipEndpoints.MediaType } range) return await zip.Send(context, entries, isSeries, asItLies: range.TransferSyntax == "*");
        if (entries is [var only] && IsSingleWanted(accepted) && await SyntaxFor(only, accepted, context.RequestAborted) is { } syntax)
            return await Single(only, syntax, context.RequestAborted);
        return await Multipart(entries, accepted.Where(range => range.IsMultipart || range.MediaType is "*/*" or "multipart/*").ToList(), context.RequestAborted);
    }

    private async Task<IResult> Multipart(IReadOnlyList<BundleEntry> entries, List<AcceptEntry> accepted, CancellationToken cancel)
    {
        var words = string.Join(',', accepted.Select(range => range.TransferSyntax));
        var etag = EntityTags.Of(entries, "multipart " + words);
        var parts = new MultipartBuilder(MediaTypes.Dicom, etag.ToString());
        foreach (var entry in entries)
        {
            if (await SyntaxFor(entry, accepted, cancel) is not { } syntax) continue;
            var type = $"{MediaTypes.Dicom}; transfer-syntax={syntax}";
            if (Body(entry, syntax) is Segment.Streamed made && entries.Count > 1) parts.Add(type, made);
            else parts.Add(type, [Body(entry, syntax)]);
        }
        if (parts.Count == 0) return NotAcceptable();
        var status = parts.Count == entries.Count ? StatusCodes.Status200OK : StatusCodes.Status206PartialContent;
        var tag = EntityTags.Of(entries, parts.Boundary);
        return new SegmentedAnswer(parts.Close(), parts.ContentType, tag, status);
    }

    /// <summary>The client prefers application/dicom alone to a multipart of it.</summary>
    private static bool IsSingleWanted(IReadOnlyList<AcceptEntry> accepted) => Preferred(accepted)?.MediaType == MediaTypes.Dicom;

    /// <summary>The first range that says in what the objects are to come.</summary>
    private static AcceptEntry? Preferred(IReadOnlyList<AcceptEntry> accepted) =>
        accepted.FirstOrDefault(range => range.MediaType is MediaTypes.Dicom or ZipEndpoints.MediaType || range.IsMultipart || range.IsAny);

    /// <summary>The first syntax that the client takes and the object can be given in; null when there is none.</summary>
    private async Task<TransferSyntax?> SyntaxFor(BundleEntry entry, IReadOnlyList<AcceptEntry> accepted, CancellationToken cancel)
    {
        foreach (var range in accepted)
        {
            if (range.Content is not (MediaTypes.Dicom or "*/*" or "application/*" or "multipart/*" or "")) continue;
            if (range.TakesAnySyntax) return range.TransferSyntax.Length > 0 ? entry.TransferSyntax : AsItCame(entry);
            if (Uid.TryParse(range.TransferSyntax, out Uid uid) && TransferSyntax.Of(uid) is var wanted && (wanted.Uid == entry.TransferSyntax.Uid || await forms.Can(entry, wanted, cancel)))
                return wanted;
        }
        return null;
    }

    /// <summary>The syntax in which an object is given to who names none.</summary>
    public TransferSyntax AsItCame(BundleEntry entry) => (forms.OriginalOf(entry) ?? entry).TransferSyntax;

    private Segment Body(BundleEntry entry, TransferSyntax syntax)
    {
        if ((syntax.Uid == entry.TransferSyntax.Uid ? entry : forms.OriginalIn(entry, syntax)) is { } lying) return WholeObjects.Of(bundles, lying);
        var file = new ArrayBufferWriter<byte>(1024);
        new FileMeta(entry.SopClassUid, entry.SopInstanceUid, syntax).Write(file);
        return new Segment.Streamed(file.WrittenMemory, async cancel =>
            await forms.Open(entry, syntax, cancel) ?? throw new FrameException(FrameFailure.Unsupported, "The object cannot be given in that transfer syntax"));
    }

    private static IResult NotAcceptable() => TypedResults.Problem(
        "The object is stored in a transfer syntax that is not accepted; transfer-syntax=* takes it as it lies.", statusCode: StatusCodes.Status406NotAcceptable);
}
