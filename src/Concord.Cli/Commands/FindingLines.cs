using System.Globalization;
using System.Text;
using System.Text.Json;
using Concord.Vault.Lifecycle;

namespace Concord.Cli.Commands;

/// <summary>What is found wrong with an archive or a backup, a line each, counted. Bundles and objects are named by number: there is no patient data in it.</summary>
/// <param name="isJson">A JSON object each: <c>message</c>, and where one is concerned <c>bundle</c> and <c>object</c>.</param>
internal sealed class FindingLines(TextWriter output, bool isJson = false)
{
    private readonly Lock _lock = new();

    public long Count { get; private set; }

    public void Tell(VerifyFinding finding)
    {
        lock (_lock)
        {
            Count++;
            output.WriteLine(isJson ? Json(finding) : Text(finding));
        }
    }

    private static string Text(VerifyFinding finding)
    {
        var place = finding.BundleId is { } bundle ? string.Create(CultureInfo.InvariantCulture, $"bundle {bundle}") : "folder";
        if (finding.ArrivalNumber is { } entry) place += string.Create(CultureInfo.InvariantCulture, $", object {entry}");
        return $"{place}: {finding.Message}";
    }

    private static string Json(VerifyFinding finding)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (finding.BundleId is { } bundle) writer.WriteNumber("bundle", bundle);
            if (finding.ArrivalNumber is { } entry) writer.WriteNumber("object", entry);
            writer.WriteString("message", finding.Message);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
