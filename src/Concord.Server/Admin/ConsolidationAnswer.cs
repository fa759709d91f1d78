namespace Concord.Server.Admin;

/// <summary>What putting bundles together did.</summary>
/// <param name="BundlesReplaced">Bundles that are in another one now.</param>
internal sealed record ConsolidationAnswer(int BundlesReplaced);
