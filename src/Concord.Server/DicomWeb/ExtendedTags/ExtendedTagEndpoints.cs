using System.Text.Json;
using Concord.Dicom.Dictionary;
using Concord.Server.Hosting;
using Concord.Server.Lifecycle;
using Concord.Server.Settings;
using Concord.Trust.Policy;
using Concord.Vault.ExtendedTags;
using Concord.Vault.Receive;

namespace Concord.Server.DicomWeb.ExtendedTags;

/// <summary><c>/dicom-web/extendedquerytags</c>: attributes that search is to find beside those that it finds anyway; added and removed while the archive runs.</summary>
internal sealed class ExtendedTagEndpoints(InstanceVault vault, AccessPolicy policy, DicomWebOptions options, TimeProvider time)
{
    /// <summary>Longest body, bytes.</summary>
    private const int MaxBodyBytes = 64 << 10;

    private const string NoTags = "The body is no extended query tag, and no list of them: {\"path\":…,\"level\":…}, of a private tag with vr and privateCreator.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/extendedquerytags", (HttpContext context, ExtendedTagEndpoints tags) => tags.Add(context));
        routes.MapGet("/extendedquerytags", (ExtendedTagEndpoints tags, CancellationToken cancel) => tags.List(cancel));
        routes.MapGet("/extendedquerytags/{tag}", (string tag, ExtendedTagEndpoints tags, CancellationToken cancel) => tags.Read(tag, cancel));
        routes.MapDelete("/extendedquerytags/{tag}", (HttpContext context, string tag, ExtendedTagEndpoints tags) => tags.Remove(context, tag));
    }

    private async Task<IResult> Add(HttpContext context)
    {
        if (!policy.MayAdminister(Deciding.User(context))) return Deciding.NotAllowed("change extended query tags");
        if (await Parse(context) is not { Count: > 0 } asked) return TypedResults.Problem(NoTags, statusCode: StatusCodes.Status400BadRequest);
        try
        {
            return await vault.ExtendedTags.Add(asked, Deciding.Who(context), options.MaxExtendedTags, time.GetUtcNow(), context.RequestAborted) switch
            {
                ExtendedTagOutcome.Added added => await Created(context, added.Tags),
                ExtendedTagOutcome.Conflict conflict => TypedResults.Problem(conflict.Why, statusCode: StatusCodes.Status409Conflict),
                ExtendedTagOutcome.Refused refused => TypedResults.Problem(refused.Why, statusCode: StatusCodes.Status400BadRequest),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (IOException)
        {
            return NotDurable();
        }
    }

    private async Task<IResult> List(CancellationToken cancel) => Answer(await States(vault.ExtendedTags.Current.All, cancel));

    private async Task<IResult> Read(string text, CancellationToken cancel) =>
        Find(text) is { } tag ? TypedResults.Json((await States([tag], cancel))[0], ExtendedTagsJson.Default.ExtendedTagAnswer) : NotThere();

    private async Task<IResult> Remove(HttpContext context, string text)
    {
        if (!policy.MayAdminister(Deciding.User(context))) return Deciding.NotAllowed("change extended query tags");
        if (Find(text) is not { } tag) return NotThere();
        try
        {
            return await vault.ExtendedTags.Remove(tag.Tag, context.RequestAborted) ? TypedResults.NoContent() : NotThere();
        }
        catch (IOException)
        {
            return NotDurable();
        }
    }

    /// <summary>One tag or a list of them; null when it is neither.</summary>
    private static async Task<IReadOnlyList<ExtendedTagRequest>?> Parse(HttpContext context)
    {
        if (await JsonBody.Read(context, MaxBodyBytes) is not { } body) return null;
        try
        {
            ExtendedTagRequest?[]? asked = body.ValueKind switch
            {
                JsonValueKind.Array => body.Deserialize(ExtendedTagsJson.Default.ExtendedTagRequestArray),
                JsonValueKind.Object => [body.Deserialize(ExtendedTagsJson.Default.ExtendedTagRequest)],
                _ => null,
            };
            var tags = asked?.OfType<ExtendedTagRequest>().ToArray();
            return tags?.Length == asked?.Length ? tags : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<IResult> Created(HttpContext context, IReadOnlyList<ExtendedTag> tags)
    {
        context.Response.Headers.Location = $"{context.ServiceAddress()}/extendedquerytags{(tags is [var only] ? "/" + only.Tag.ToHex() : "")}";
        return Answer(await States(tags, context.RequestAborted), StatusCodes.Status201Created);
    }

    private async Task<ExtendedTagAnswer[]> States(IReadOnlyList<ExtendedTag> tags, CancellationToken cancel) => [.. (await vault.ReadStates(tags, cancel)).Select(ExtendedTagAnswer.Of)];

    private ExtendedTag? Find(string text) => DataDictionary.TryFindTag(text, out var tag) ? vault.ExtendedTags.Current.Find(tag) : null;

    private static IResult Answer(ExtendedTagAnswer[] answers, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(answers, ExtendedTagsJson.Default.ExtendedTagAnswerArray, statusCode: status);

    private static IResult NotThere() => TypedResults.Problem("There is no such extended query tag.", statusCode: StatusCodes.Status404NotFound);

    private static IResult NotDurable() => TypedResults.Problem("The disk did not keep it; see which tags there are, and try again.", statusCode: StatusCodes.Status503ServiceUnavailable);
}
