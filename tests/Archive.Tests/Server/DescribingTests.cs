using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Concord.Server.Describing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Tests.Server;

/// <summary>What the archive says that it can do is what it does.</summary>
public sealed partial class DescribingTests
{
    /// <summary>Other ways to the same, for clients that resolve addresses of bulk data against another resource.</summary>
    private static readonly string[] OtherWays =
        ["/dicom-web/studies/{study}/instances/{instance}/bulkdata/{**path}", "/dicom-web/studies/{study}/series/{series}/instances/{parent}/instances/{instance}/bulkdata/{**path}"];

    [Fact]
    public async Task The_catalog_holds_every_DICOMweb_route_and_nothing_else()
    {
        await using var server = await TestServer.Start();
        var routes = server.Server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(endpoint => (Path: "/" + endpoint.RoutePattern.RawText!.TrimStart('/'), Methods: endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []))
            .Where(route => (route.Path.StartsWith("/dicom-web/", StringComparison.Ordinal) || route.Path == "/wado") && !OtherWays.Contains(route.Path))
            .SelectMany(route => route.Methods.Select(method => $"{method} {route.Path}")).Order(StringComparer.Ordinal).ToArray();
        var told = DicomWebCatalog.All.SelectMany(one => one.Methods.Select(method => $"{method} {one.Path}")).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(routes, told);
    }

    [Fact]
    public void The_table_in_the_docs_has_every_transaction_and_its_tests_are_there()
    {
        var root = Path.GetFullPath(Path.Combine(TestServer.Fixture(""), "..", "..", "..", ".."));
        var docs = File.ReadAllText(Path.Combine(root, "docs", "dicomweb.md"));
        foreach (var one in DicomWebCatalog.All) Assert.Contains($"`{one.Path.Replace("{**path}", "{path}", StringComparison.Ordinal)}`", docs, StringComparison.Ordinal);
        var classes = Directory.EnumerateFiles(Path.Combine(root, "tests"), "*Tests.cs", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).ToHashSet();
        var named = TestNames().Matches(docs).Select(match => match.Groups["name"].Value).Distinct().ToList();
        Assert.True(named.Count > 15);
        Assert.All(named, name => Assert.Contains(name, classes));
    }

    [Fact]
    public async Task Capabilities_are_told_as_WADL_and_as_JSON()
    {
        await using var server = await TestServer.Start();
        foreach (var path in new[] { "dicom-web", "dicom-web/" })
        {
            using var wadl = await server.Get(path, "application/vnd.sun.wadl+xml", method: HttpMethod.Options);
            Assert.Equal((200, "application/vnd.sun.wadl+xml"), ((int)wadl.StatusCode, wadl.Content.Headers.ContentType!.MediaType));
            XNamespace ns = "http://wadl.dev.java.net/2009/02";
            var resources = XDocument.Parse(await wadl.Content.ReadAsStringAsync()).Root!.Element(ns + "resources")!;
            Assert.Equal(server.Client.BaseAddress!.ToString().TrimEnd('/'), resources.Attribute("base")!.Value);
            Assert.Contains(resources.Elements(), resource => resource.Attribute("path")!.Value == "dicom-web/studies" && resource.Elements().Any(method => method.Attribute("name")!.Value == "POST"));
        }
        using var json = await server.Get("dicom-web/", "application/json", method: HttpMethod.Options);
        Assert.Contains(JsonNode.Parse(await json.Content.ReadAsStringAsync())!["resources"]!.AsArray(), resource => (string?)resource!["path"] == "/dicom-web/studies/{study}/metadata");
        using var other = await server.Get("dicom-web/", "image/png", method: HttpMethod.Options);
        Assert.Equal(406, (int)other.StatusCode);
    }

    [Fact]
    public async Task Open_api_names_paths_parameters_and_media_types()
    {
        await using var server = await TestServer.Start();
        using var answer = await server.Get("openapi.json");
        Assert.Equal(200, (int)answer.StatusCode);
        var document = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        var search = document["paths"]!["/dicom-web/studies"]!["get"]!;
        Assert.Equal("Search (PS3.18 §10.6)", (string?)search["summary"]);
        Assert.Contains(search["parameters"]!.AsArray(), parameter => (string?)parameter!["name"] == "fuzzymatching");
        Assert.NotNull(search["responses"]!["200"]!["content"]!["application/dicom+json"]);
        Assert.NotNull(document["paths"]!["/dicom-web/studies"]!["post"]!["requestBody"]!["content"]!["application/dicom"]);
        Assert.NotNull(document["paths"]!["/api/peers"]!["get"]);
        var study = document["paths"]!["/dicom-web/studies/{study}"]!["get"]!["parameters"]![0]!;
        Assert.Equal(("study", "path"), ((string?)study["name"], (string?)study["in"]));
    }

    [Fact]
    public async Task The_conformance_statement_is_of_the_settings_in_force_in_both_languages()
    {
        await using var server = await TestServer.Start(settings => settings with { DicomWeb = settings.DicomWeb with { MaxResults = 4711 } });
        foreach (var (language, words) in new[] { ("en", new[] { "Service classes", "High-Throughput JPEG 2000", "CT Image Storage" }), ("zh-CN", ["服务类", "一致性声明", "CT Image Storage"]) })
        {
            using var answer = await server.Get("conformance", "text/html", headers => headers.AcceptLanguage.ParseAdd(language));
            var page = await answer.Content.ReadAsStringAsync();
            foreach (var expected in words.Concat(["4711", "1.2.840.10008.5.1.4.1.2.2.1", "/dicom-web/studies", "2.25."])) Assert.Contains(expected, page, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("`(?<name>[A-Za-z]+Tests)`", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex TestNames();
}
