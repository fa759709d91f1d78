namespace Concord.Server.Describing;

/// <summary>One DICOMweb transaction as it is served.</summary>
/// <param name="Methods">GET, HEAD ….</param>
/// <param name="Path">Below the server's root, with {variables}.</param>
/// <param name="Name">What PS3.18 calls it.</param>
/// <param name="Section">Of PS3.18; "" for what is Concord's own.</param>
/// <param name="Parameters">Query parameters that it knows.</param>
/// <param name="MediaTypes">Of its answer, or of what it takes when it is a POST.</param>
internal sealed record WebTransaction(IReadOnlyList<string> Methods, string Path, string Name, string Section, IReadOnlyList<string> Parameters, IReadOnlyList<string> MediaTypes);
