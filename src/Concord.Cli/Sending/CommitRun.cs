using Concord.Cli.Listing;
using Concord.Cli.Sources;
using Concord.Dicom.DataElements;
using Concord.Network;
using Concord.Network.ServiceClasses;

namespace Concord.Cli.Sending;

/// <summary>Asks a peer to commit to objects, some thousand in one transaction, and tells which it does not.</summary>
internal sealed class CommitRun(DicomClient client, CommitmentListener? listener, TimeSpan wait, TextWriter error)
{
    /// <summary>Instances named in one request.</summary>
    private const int PerRequest = 5000;

    public long Committed { get; private set; }

    public long Failed { get; private set; }

    /// <exception cref="CommandException">The peer does not take the request.</exception>
    /// <exception cref="AssociationException">There is no association to be had.</exception>
    public async Task Run(IReadOnlyCollection<SourceObject> objects, CancellationToken cancel)
    {
        foreach (var portion in objects.DistinctBy(source => source.SopInstanceUid).Chunk(PerRequest))
        {
            var labels = portion.ToDictionary(source => source.SopInstanceUid, source => source.Entry.Label);
            var request = new CommitmentRequest(Uid.New(), [.. portion.Select(source => new SopReference(source.SopClassUid, source.SopInstanceUid))]);
            var answer = await client.Commit(request, wait, listener, cancel);
            if (answer.Status.IsFailure) throw new CommandException($"the peer does not take the request: {SendTally.Explain(answer.Status)}");
            if (answer.Report is null) throw new CommandException(Invariant($"no report came in {wait.TotalSeconds:F0} s for {labels.Count} objects"));
            Count(answer.Report, labels);
        }
    }

    /// <summary>What the report does not name is not committed.</summary>
    private void Count(CommitmentReport report, Dictionary<Uid, string> labels)
    {
        foreach (var reference in report.Committed)
            if (labels.Remove(reference.SopInstanceUid)) Committed++;
        foreach (var failed in report.Failed)
            if (labels.Remove(failed.Reference.SopInstanceUid, out var label)) Tell(label, Invariant($"{failed.Reason:X4}: {CommitmentFailure.Explain(failed.Reason)}"));
        foreach (var label in labels.Values) Tell(label, "the report does not name it");
    }

    private void Tell(string label, string why)
    {
        Failed++;
        error.WriteLine($"concord: {Printable.Of(label)}: not committed, {why}");
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
