using System.Globalization;
using Concord.Vault.Lifecycle;

namespace Concord.Cli.Commands;

/// <summary>What is found wrong with an archive or a backup, a line each, counted.</summary>
internal sealed class FindingLines(TextWriter output)
{
    private readonly Lock _lock = new();

    public long Count { get; private set; }

    public void Tell(VerifyFinding finding)
    {
        lock (_lock)
        {
            Count++;
            output.WriteLine(TextOf(finding));
        }
    }

    /// <summary>Names bundle and object by number: there is no patient data in it.</summary>
    public static string TextOf(VerifyFinding finding)
    {
        var place = finding.BundleId is { } bundle ? string.Create(CultureInfo.InvariantCulture, $"bundle {bundle}") : "folder";
        if (finding.ArrivalNumber is { } entry) place += string.Create(CultureInfo.InvariantCulture, $", object {entry}");
        return $"{place}: {finding.Message}";
    }
}
