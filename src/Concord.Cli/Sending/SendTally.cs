using System.Globalization;
using Concord.Cli.Listing;
using Concord.Cli.Sources;
using Concord.Network.Dimse;

namespace Concord.Cli.Sending;

/// <summary>Counts what became of each object, from several associations at once, and tells failures and warnings as they come.</summary>
internal sealed class SendTally(TextWriter error)
{
    private readonly Lock _lock = new();

    public long Sent { get; private set; }

    public long Warned { get; private set; }

    public long Failed { get; private set; }

    /// <summary>The journal says the peer has them.</summary>
    public long Already { get; private set; }

    /// <summary>Met in folders and ZIPs, no DICOM objects.</summary>
    public long PassedOver { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Objects and bytes looked at so far, whatever became of them.</summary>
    public (long Objects, long Bytes) Seen { get; private set; }

    public void AddAnswer(SourceEntry entry, DimseStatus status)
    {
        lock (_lock)
        {
            See(entry);
            if (status.IsFailure) Failed++;
            else
            {
                Sent++;
                Bytes += entry.Length;
                if (status.IsWarning) Warned++;
            }
            if (!status.IsSuccess) Tell(entry.Label, Explain(status));
        }
    }

    public void AddFailure(SourceEntry entry, string message)
    {
        lock (_lock)
        {
            See(entry);
            Failed++;
            Tell(entry.Label, message);
        }
    }

    public void AddProblem(SourceProblem problem)
    {
        lock (_lock)
        {
            Failed++;
            Tell(problem.Label, problem.Message);
        }
    }

    public void AddAlready(SourceEntry entry)
    {
        lock (_lock)
        {
            See(entry);
            Already++;
        }
    }

    public void AddPassedOver(SourceEntry entry)
    {
        lock (_lock)
        {
            See(entry);
            PassedOver++;
        }
    }

    /// <summary>A remark that is no failure.</summary>
    public void Remark(string label, string message)
    {
        lock (_lock) Tell(label, message);
    }

    /// <summary>Sending waits before it tries again.</summary>
    public void TellPause(TimeSpan pause, string reason)
    {
        lock (_lock) error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"concord: waiting {pause.TotalSeconds:F1} s before trying again: {Printable.Of(reason)}"));
    }

    public static string Explain(DimseStatus status)
    {
        var kind = status.IsWarning ? "warning" : status.IsFailure ? "failed" : "status";
        var comment = status.ErrorComment is { Length: > 0 } said ? $": {Printable.Of(said)}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{kind} {status.Code:X4}{comment}");
    }

    private void See(SourceEntry entry) => Seen = (Seen.Objects + 1, Seen.Bytes + entry.Length);

    private void Tell(string label, string message) => error.WriteLine($"concord: {Printable.Of(label)}: {message}");
}
