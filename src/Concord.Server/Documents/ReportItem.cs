namespace Concord.Server.Documents;

/// <summary>One content item of a structured report (PS3.3 Table C.17-5), in words.</summary>
/// <param name="Concept">The meaning of its name; "" when it has none.</param>
/// <param name="Value">What it says; "" of a container.</param>
/// <param name="IsContainer">It is a heading of its children.</param>
/// <param name="Link">Where the referenced object can be looked at; null when it references none, or nobody knows.</param>
internal sealed record ReportItem(string Concept, string Value, bool IsContainer, string? Link, IReadOnlyList<ReportItem> Children);
