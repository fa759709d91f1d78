using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Whole.Tests.Harness;

/// <summary>A plain DICOMweb user agent (PS3.18) that shares no code with the server.</summary>
internal sealed class DicomWeb(Uri http) : IDisposable
{
    public const string AnySyntax = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";

    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromMinutes(5) };

    public Uri Root { get; } = new(http, "/dicom-web/");

    /// <summary>STOW-RS of whole Part 10 files; gives the status and the answer data set.</summary>
    public async Task<StowAnswer> Stow(params IReadOnlyCollection<byte[]> files)
    {
        var content = new MultipartContent("related", "stow-boundary-7c1e");
        content.Headers.ContentType!.Parameters.Add(new NameValueHeaderValue("type", "\"application/dicom\""));
        foreach (var file in files)
        {
            var part = new ByteArrayContent(file);
            part.Headers.ContentType = new MediaTypeHeaderValue("application/dicom");
            content.Add(part);
        }

        return await Stow(content);
    }

    public async Task<StowAnswer> Stow(HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Root, "studies")) { Content = content };
        request.Headers.Accept.ParseAdd("application/dicom+json");
        using var answer = await Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var isDataSet = answer.Content.Headers.ContentType?.MediaType == "application/dicom+json" && text.Length > 0;
        return new(answer.StatusCode, isDataSet ? JsonNode.Parse(text) : null, text);
    }

    /// <summary>QIDO-RS; an empty list for 204 as well as for [].</summary>
    public async Task<List<JsonObject>> Query(string pathAndQuery)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Root, pathAndQuery));
        request.Headers.Accept.ParseAdd("application/dicom+json");
        using var answer = await Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode == HttpStatusCode.NoContent) return [];
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{pathAndQuery}: {answer.StatusCode} {text}");
        return [.. JsonNode.Parse(text)!.AsArray().Select(n => n!.AsObject())];
    }

    /// <summary>WADO-RS of instances as they lie: the Part 10 objects of the parts.</summary>
    public async Task<List<byte[]>> Retrieve(string path)
    {
        var (status, parts) = await RetrieveParts(path, AnySyntax);
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.PartialContent, $"{path}: {status}");
        return [.. parts.Select(p => p.Body)];
    }

    public async Task<(HttpStatusCode Status, List<WebPart> Parts)> RetrieveParts(string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Root, path));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var answer = await Client.SendAsync(request);
        var body = await answer.Content.ReadAsByteArrayAsync();
        if (!answer.IsSuccessStatusCode || body.Length == 0) return (answer.StatusCode, []);
        var boundary = answer.Content.Headers.ContentType!.Parameters.First(p => p.Name == "boundary").Value!.Trim('"');
        return (answer.StatusCode, SplitParts(body, boundary));
    }

    public async Task<List<JsonObject>> Metadata(string path) => await Query(path + "/metadata");

    public async Task<HttpStatusCode> Delete(string path)
    {
        using var answer = await Client.DeleteAsync(new Uri(Root, path));
        return answer.StatusCode;
    }

    public async Task<JsonElement> Changes(long after = 0, int limit = 1000)
    {
        var text = await Client.GetStringAsync(new Uri(Root, $"/api/changes?after={after}&limit={limit}"));
        return JsonDocument.Parse(text).RootElement;
    }

    public void Dispose() => Client.Dispose();

    /// <summary>The parts of a multipart body (RFC 2046 §5.1.1).</summary>
    internal static List<WebPart> SplitParts(byte[] body, string boundary)
    {
        var mark = Encoding.ASCII.GetBytes("--" + boundary);
        var between = Encoding.ASCII.GetBytes("\r\n--" + boundary);
        var parts = new List<WebPart>();
        Assert.True(body.AsSpan().StartsWith(mark) || body.AsSpan().StartsWith(between), "the body begins with its boundary");
        var at = body.AsSpan().IndexOf(mark) + mark.Length;
        while (body[at] == '\r')
        {
            var end = body.AsSpan(at).IndexOf(between);
            Assert.True(end >= 0, "the closing boundary is there");
            var part = body.AsSpan(at + 2, end - 2);
            var headerEnd = part.IndexOf("\r\n\r\n"u8);
            parts.Add(new(Encoding.ASCII.GetString(part[..headerEnd]), part[(headerEnd + 4)..].ToArray()));
            at += end + between.Length;
        }

        Assert.True(body.AsSpan(at).StartsWith("--"u8), "the last boundary closes");
        return parts;
    }
}
