using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Concord.Dicom.DataElements;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Concord.Server.Describing;

/// <summary><c>/openapi.json</c>: the framework makes it of the routes; names, sections and media types come from the catalog.</summary>
internal static class OpenApiText
{
    public const string Path = "/openapi.json";

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "Concord", Version = typeof(OpenApiText).Assembly.GetName().Version!.ToString(3), Description = "Medical image storage and transmission: DICOMweb (PS3.18) under /dicom-web, administration under /api." };
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type != typeof(Uid)) return Task.CompletedTask;
            (schema.Type, schema.Pattern, schema.Properties) = (JsonSchemaType.String, "^[0-9.]{1,64}$", null);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            foreach (var property in context.JsonTypeInfo.Properties.Where(IsOmitted)) Omit(schema, property.Name);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(async (operation, context, cancel) =>
        {
            var description = context.Description;
            var path = "/" + description.RelativePath;
            operation.Tags = new HashSet<OpenApiTagReference> { new(path.StartsWith("/api", StringComparison.Ordinal) ? "Administration" : path.StartsWith("/healthz", StringComparison.Ordinal) ? "Health" : "DICOMweb", context.Document) };
            if (DicomWebCatalog.Find(description.HttpMethod ?? "", path) is { } known) Describe(operation, known, description.HttpMethod == "POST");
            if (description.ActionDescriptor.EndpointMetadata.OfType<TakesBody>().FirstOrDefault() is not { } body) return;
            var schema = await context.GetOrCreateSchemaAsync(body.Type, cancellationToken: cancel);
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/json"] = new() { Schema = schema } } };
        });
    }

    /// <summary>Answers have writers of their own: numbers are numbers there, and enums words.</summary>
    public static void Configure(JsonOptions options)
    {
        options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        options.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
    }

    private static bool IsOmitted(JsonPropertyInfo property) => property.IsGetNullable
        && (property.DeclaringType.IsDefined(typeof(OmitsNullsAttribute), inherit: false)
            || property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: false) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingNull }]);

    private static void Omit(OpenApiSchema schema, string name)
    {
        schema.Required?.Remove(name);
        if (schema.Properties?.TryGetValue(name, out var found) is true && found is OpenApiSchema { Type: { } type } member) member.Type = type & ~JsonSchemaType.Null;
    }

    private static void Describe(OpenApiOperation operation, WebTransaction known, bool isPost)
    {
        operation.Summary = known.Section.Length > 0 ? $"{known.Name} (PS3.18 §{known.Section})" : known.Name;
        operation.Parameters ??= [];
        foreach (var name in known.Parameters.Where(name => name[0] != '{'))
            operation.Parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Query, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        var content = known.MediaTypes.Where(type => !type.Contains(" of ", StringComparison.Ordinal)).ToDictionary(type => type, _ => new OpenApiMediaType());
        if (isPost) operation.RequestBody = new OpenApiRequestBody { Content = content };
        else if (content.Count > 0) operation.Responses = new() { ["200"] = new OpenApiResponse { Description = "OK", Content = content } };
    }
}
