namespace Concord.Server.Documents;

/// <summary>A structured report in words.</summary>
/// <param name="Heading">Whose it is and of what, label and value.</param>
/// <param name="Root">The content tree.</param>
internal sealed record Report(string Title, IReadOnlyList<(ReportLabel Label, string Value)> Heading, ReportItem Root);
