using System.Reflection;
using System.Text.Json;
using Concord.Vault.Bundles;
using Concord.Vault.Index;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Decisions;

/// <summary>Writes the certificate of a purge from what the facts say.</summary>
internal sealed class CertificateWriter(VaultIndex index, BundleStore store, LifecycleOptions options, TimeProvider time)
{
    /// <summary>The next certificate of the chain. Called in turn: it counts once its fact is durable.</summary>
    public async Task<(long Number, string Text, int Instances)> Write(PurgeRequest request)
    {
        var chain = store.Decisions.Certificates;
        var asked = Step(request.Fact);
        var approved = Step(request.Approval!);
        var series = await index.Read(session => request.Purged.Select(fact => SeriesOf(session, request, fact)).ToList(), CancellationToken.None);
        var instances = series.SelectMany(one => one.Instances).ToList();
        var certificate = new DeletionCertificate(
            chain.LastNumber + 1, chain.LastSha256, time.GetUtcNow(), System(options), request.Study.ToString(), asked, approved,
            !string.Equals(asked.Who, approved.Who, StringComparison.Ordinal), [.. instances.Select(gone => gone.Reason).Where(reason => reason.Length > 0).Distinct(StringComparer.Ordinal)],
            [.. store.Blobs.All.Select(blobs => blobs.Name)],
            instances.Count(gone => !gone.IsAside), instances.Count(gone => gone.IsAside), instances.Sum(gone => gone.Bytes), series);
        return (certificate.Number, JsonSerializer.Serialize(certificate, CertificateJson.Default.DeletionCertificate), instances.Count);
    }

    private static CertifiedStep Step(Fact fact) => new(fact.Number, fact.Who, fact.At, fact.Why);

    private static CertifiedSystem System(LifecycleOptions options) => new(
        "Concord", typeof(CertificateWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "", options.Institution, Environment.MachineName);

    private static CertifiedSeries SeriesOf(SqlSession session, PurgeRequest request, Fact fact)
    {
        var replaced = fact.Replaced!;
        return new(replaced.Series, fact.Number, fact.At, [.. replaced.From.Select(from => new CertifiedBundle(from.BundleId, from.Sha256))],
            replaced.Sha256 is { } sha256 ? new(replaced.Into, sha256) : null, [.. replaced.Purged.Select(gone => InstanceOf(session, request, gone))]);
    }

    private static CertifiedInstance InstanceOf(SqlSession session, PurgeRequest request, PurgedFact gone)
    {
        var isAside = !request.Names(gone.ArrivalNumber);
        var rejection = isAside ? null : RejectionOf(session, gone.ArrivalNumber);
        var reason = rejection is null ? "" : RejectionReason.Find(rejection.Reason) is { } coded ? $"{coded.Code} {coded.Meaning}" : rejection.Why;
        return new(gone.Instance, gone.ArrivalNumber, gone.Bytes, gone.Sha256, isAside, reason, rejection?.Who ?? "", rejection?.At);
    }

    private static Decision? RejectionOf(SqlSession session, long arrival)
    {
        using var row = session.Query($"SELECT {DecisionRows.Columns} FROM decision d JOIN tombstone t ON t.number = d.number WHERE t.arrival = @1", arrival);
        return row.Read() ? DecisionRows.Of(row) : null;
    }
}
