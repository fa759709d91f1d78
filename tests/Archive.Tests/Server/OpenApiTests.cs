using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Archive.Tests.Server;

/// <summary>The description of the addresses under <c>/api</c>, of which the pages' types are made. <c>CONCORD_WRITE_DOCS=1</c> writes it anew; then <c>npm run api</c> in <c>web/app</c>.</summary>
public sealed class OpenApiTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    [Fact]
    public async Task The_pages_are_made_from_the_description_of_the_archive()
    {
        await using var server = await TestServer.Start();
        var described = await Describe(server);
        var expected = described.ToJsonString(Readable) + "\n";
        var path = Path.GetFullPath(Path.Combine(TestServer.Fixture(""), "..", "..", "..", "..", "web", "app", "openapi.json"));
        if (Environment.GetEnvironmentVariable("CONCORD_WRITE_DOCS") == "1") await File.WriteAllTextAsync(path, expected);
        Assert.Equal(expected, await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task What_is_answered_is_as_it_is_described()
    {
        await using var server = await TestServer.Start();
        TestImage image = TestImage.New(), other = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)));
        await server.Stow(other.Native(TestImage.Pixels(32)));
        var described = await Describe(server);
        await Answer(server, described, "/api/peers", "post", """{"aeTitle":"THERE","host":"127.0.0.1","port":1,"useTls":true}""");
        await Answer(server, described, "/api/peers/{aeTitle}/echo", "post", "{}", "THERE");
        await Answer(server, described, "/api/sends", "post", $$"""{"to":"THERE","study":"{{image.Study}}"}""");
        await Answer(server, described, "/api/corrections/preview", "post", $$$$"""{"studies":["{{{{image.Study}}}}"],"set":{"00100010":{"vr":"PN","Value":[{"Alphabetic":"A^B"}]}}}""");
        await Answer(server, described, "/api/corrections", "post", $$$$"""{"studies":["{{{{image.Study}}}}"],"set":{"00100010":{"vr":"PN","Value":[{"Alphabetic":"A^B"}]}},"why":"x"}""");
        await Answer(server, described, "/api/lifecycle/reject", "post", $$"""{"study":"{{other.Study}}","why":"x"}""");
        await Answer(server, described, "/api/lifecycle/holds", "post", $$"""{"study":"{{image.Study}}","why":"x"}""");
        string[] paths =
        [
            "/api/peers", "/api/sends", "/api/corrections", "/api/lifecycle/rejected", "/api/lifecycle/holds", "/api/lifecycle/purges", "/api/lifecycle/certificates", "/api/lifecycle/certificates/chain",
            "/api/audit", "/api/settings", "/api/stats", "/api/health", "/api/storage", "/api/sites", "/api/tiers", "/api/compression", "/api/retention", "/api/integrity",
        ];
        foreach (var path in paths) await Answer(server, described, path, "get");
    }

    /// <summary>Asks, and holds the answer to what is said of it.</summary>
    private static async Task Answer(TestServer server, JsonObject described, string path, string method, string? body = null, string parameter = "")
    {
        using var request = new HttpRequestMessage(new(method), path.Replace("{aeTitle}", parameter, StringComparison.Ordinal)) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await server.Client.SendAsync(request);
        var said = described["paths"]![path]![method]!["responses"]![((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture)];
        Assert.True(said is not null && answer.IsSuccessStatusCode, $"{method} {path} answers {(int)answer.StatusCode}");
        if (said["content"]?["application/json"]?["schema"] is { } schema) Hold(described, schema, JsonNode.Parse(await answer.Content.ReadAsStringAsync()), path);
        else Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    /// <summary>A value is of one of the kinds that are said, has all that it must have, and nothing that is not said.</summary>
    private static void Hold(JsonObject described, JsonNode schema, JsonNode? value, string place)
    {
        if ((string?)schema["$ref"] is { } name) schema = described["components"]!["schemas"]![name[(name.LastIndexOf('/') + 1)..]]!;
        if (schema["oneOf"] is JsonArray { } several)
        {
            if (value is not null) Hold(described, several.Single(one => (string?)one!["type"] != "null")!, value, place);
            return;
        }
        if (schema["enum"] is JsonArray words) Assert.Contains((string?)value, words.Select(word => (string?)word));
        if (schema["type"] is not { } type) return;
        string[] kinds = type is JsonArray list ? [.. list.Select(kind => (string)kind!)] : [(string)type!];
        Assert.True(kinds.Contains(KindOf(value)) || (kinds.Contains("number") && KindOf(value) == "integer"), $"{place} is {KindOf(value)}, not {string.Join(" or ", kinds)}");
        if (value is JsonArray items && schema["items"] is { } each) // without: of any kind
            foreach (var item in items) Hold(described, each, item, place + "[]");
        if (value is JsonObject members) HoldMembers(described, schema, members, place);
    }

    private static void HoldMembers(JsonObject described, JsonNode schema, JsonObject members, string place)
    {
        foreach (var needed in schema["required"]?.AsArray() ?? []) Assert.True(members.ContainsKey((string)needed!), $"{place}.{needed} is missing");
        foreach (var (name, member) in members)
        {
            var known = schema["properties"]?[name] ?? schema["additionalProperties"];
            Assert.True(known is not null, $"{place}.{name} is not described");
            Hold(described, known, member, $"{place}.{name}");
        }
    }

    private static string KindOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.String => "string",
        JsonValueKind.Array => "array",
        JsonValueKind.Object => "object",
        JsonValueKind.Number => value.ToJsonString().Contains('.', StringComparison.Ordinal) ? "number" : "integer",
        _ => "boolean",
    };

    private static async Task<JsonObject> Describe(TestServer server)
    {
        var whole = JsonNode.Parse(await server.Client.GetStringAsync(new Uri("openapi.json", UriKind.Relative)))!.AsObject();
        foreach (var name in whole["paths"]!.AsObject().Select(path => path.Key).Where(path => !path.StartsWith("/api/", StringComparison.Ordinal)).ToList()) whole["paths"]!.AsObject().Remove(name);
        whole.Remove("servers"); // where this one listens
        whole.Remove("tags");
        return whole;
    }
}
