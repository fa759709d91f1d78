using System.Collections.Frozen;
using Concord.Dicom.DataElements;
using Concord.Vault.Bundles;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Decisions;

/// <summary>What all facts, in their order, say of what is kept: what is rejected, what is held. In memory; any number of threads may look.</summary>
internal sealed class DecisionState(Tombstones tombstones)
{
    private static readonly FrozenSet<long> Nothing = [];

    public Holds Holds { get; } = new();

    public PurgeRequests Purges { get; } = new();

    /// <summary>The certificates issued so far; used in turn.</summary>
    public CertificateChain Certificates { get; } = new();

    /// <summary>The next fact, durable before: it names entries where they are.</summary>
    public void Take(Fact fact) => Take(fact, static bundleId => bundleId, Nothing);

    /// <summary>A fact of another time.</summary>
    /// <param name="holderOf">The bundle that holds by now what a bundle held.</param>
    /// <param name="purged">Arrivals whose bytes are in none.</param>
    public void Take(Fact fact, Func<long, long> holderOf, IReadOnlySet<long> purged)
    {
        switch (fact)
        {
            case { Kind: Fact.DeletedKind, Deleted: { } rejected }:
                foreach (var entry in rejected)
                    if (!purged.Contains(entry.ArrivalNumber)) tombstones.Add(holderOf(entry.BundleId), entry.ArrivalNumber);
                break;
            case { Kind: Fact.RestoredKind, Decision.Entries: { } back }:
                foreach (var entry in back) tombstones.Remove(holderOf(entry.BundleId), entry.ArrivalNumber);
                break;
            case { Kind: Fact.HeldKind, Decision: { } held }:
                Holds.Add(new(fact.Number, Uid.Parse(held.Study), fact.At, fact.Who, fact.Why, held.Until));
                break;
            case { Kind: Fact.ReleasedKind, Decision: { } released }:
                Holds.Release(released.Answers);
                break;
            case { Kind: Fact.CertifiedKind, Decision: { CertificateText: { } text } certified }:
                Certificates.Add(certified.Certificate, text, null);
                break;
        }
        Purges.Take(fact);
    }
}
