using Concord.Vault.Index;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Decisions;

/// <summary>Holds the certificates in the facts log to one another, and to what the index was told when they were issued: one that is altered or taken out, the last
/// one as well, is seen.</summary>
internal static class CertificateCheck
{
    /// <summary>What is wrong, one line each.</summary>
    public static async Task<IReadOnlyList<string>> Of(IReadOnlyList<Fact> facts, VaultIndex index, CancellationToken cancel)
    {
        var chain = new CertificateChain();
        var issued = new Dictionary<long, string>();
        var faults = new List<string>();
        foreach (var decision in facts.Where(fact => fact.Kind == Fact.CertifiedKind).Select(fact => fact.Decision).OfType<DecisionFact>())
        {
            if (chain.Add(decision.Certificate, decision.CertificateText ?? "", null) is { } fault) faults.Add(fault);
            issued[decision.Certificate] = chain.LastSha256;
        }
        var list = new DecisionList(index);
        for (long after = 0; await list.Certificates(after, 16, cancel) is [.., var last] page; after = last.Number)
            faults.AddRange(page.Where(kept => !string.Equals(issued.GetValueOrDefault(kept.Number), kept.Sha256, StringComparison.Ordinal))
                .Select(kept => $"certificate {kept.Number} is not in the facts as it was issued"));
        return faults;
    }
}
