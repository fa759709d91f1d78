using System.Text.Json;
using System.Xml;
using Concord.Server.DicomWeb;
using Concord.Server.DicomWeb.Negotiation;

namespace Concord.Server.Describing;

/// <summary>Retrieve Capabilities Transaction (PS3.18 §8.9): the resources, their methods and parameters, as WADL or as JSON.</summary>
internal static class CapabilitiesEndpoints
{
    private const string Wadl = "application/vnd.sun.wadl+xml", WadlNamespace = "http://wadl.dev.java.net/2009/02";

    private static readonly string[] Method = [HttpMethods.Options];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapMethods(ServiceAddresses.Root + "/", Method, (HttpContext context) => Get(context));

    private static IResult Get(HttpContext context)
    {
        context.Response.Headers.Allow = "OPTIONS";
        foreach (var range in AcceptHeader.Of(context.Request))
        {
            if (range.MediaType is "application/json" or "application/dicom+json") return TypedResults.Bytes(Json(), "application/json");
            if (range.MediaType is Wadl or "application/xml" or "text/xml" or "*/*" or "application/*") return TypedResults.Bytes(Xml(context.ServiceAddress()), Wadl);
        }
        return TypedResults.Problem($"Capabilities are given as {Wadl} or application/json.", statusCode: StatusCodes.Status406NotAcceptable);
    }

    private static byte[] Json()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteStartArray("resources");
            foreach (var resource in DicomWebCatalog.All.GroupBy(one => one.Path))
            {
                json.WriteStartObject();
                json.WriteString("path", resource.Key);
                json.WriteStartArray("methods");
                foreach (var (method, one) in resource.SelectMany(one => one.Methods.Select(method => (method, one))))
                {
                    json.WriteStartObject();
                    json.WriteString("name", method);
                    json.WriteString("transaction", one.Name);
                    if (one.Section.Length > 0) json.WriteString("section", "PS3.18 " + one.Section);
                    Write(json, "parameters", one.Parameters);
                    Write(json, "mediaTypes", one.MediaTypes);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> words)
    {
        json.WriteStartArray(name);
        foreach (var word in words) json.WriteStringValue(word);
        json.WriteEndArray();
    }

    private static byte[] Xml(string service)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Indent = true }))
        {
            xml.WriteStartElement("application", WadlNamespace);
            xml.WriteStartElement("resources", WadlNamespace);
            xml.WriteAttributeString("base", service[..^ServiceAddresses.Root.Length]);
            foreach (var resource in DicomWebCatalog.All.GroupBy(one => one.Path))
            {
                xml.WriteStartElement("resource", WadlNamespace);
                xml.WriteAttributeString("path", resource.Key.TrimStart('/').Replace("{**", "{", StringComparison.Ordinal));
                foreach (var (method, one) in resource.SelectMany(one => one.Methods.Select(method => (method, one)))) Write(xml, method, one);
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        return bytes.ToArray();
    }

    private static void Write(XmlWriter xml, string method, WebTransaction one)
    {
        xml.WriteStartElement("method", WadlNamespace);
        xml.WriteAttributeString("name", method);
        xml.WriteAttributeString("id", one.Name.Replace(" ", "", StringComparison.Ordinal));
        xml.WriteStartElement("request", WadlNamespace);
        foreach (var parameter in one.Parameters)
        {
            xml.WriteStartElement("param", WadlNamespace);
            xml.WriteAttributeString("name", parameter);
            xml.WriteAttributeString("style", "query");
            xml.WriteEndElement();
        }
        if (method == "POST") Representations(xml, one.MediaTypes);
        xml.WriteEndElement();
        xml.WriteStartElement("response", WadlNamespace);
        if (method != "POST") Representations(xml, one.MediaTypes);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Representations(XmlWriter xml, IReadOnlyList<string> mediaTypes)
    {
        foreach (var type in mediaTypes)
        {
            xml.WriteStartElement("representation", WadlNamespace);
            xml.WriteAttributeString("mediaType", type);
            xml.WriteEndElement();
        }
    }
}
