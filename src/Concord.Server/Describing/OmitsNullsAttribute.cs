namespace Concord.Server.Describing;

/// <summary>What is null of such a type is left out of the JSON, and may be left out of a body: <c>/openapi.json</c> says so.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OmitsNullsAttribute : Attribute;
