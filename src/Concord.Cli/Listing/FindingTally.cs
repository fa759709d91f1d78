using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Concord.Cli.Sources;
using Concord.Dicom.Validation;

namespace Concord.Cli.Listing;

/// <summary>Prints what was found, file by file, and counts it. One caller at a time.</summary>
internal sealed class FindingTally(Terminal terminal, bool json)
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Lock _problems = new();
    private readonly long[] _bySeverity = new long[3];

    /// <summary>Files that were read.</summary>
    public long Files { get; private set; }

    /// <summary>Files and paths that could not be read.</summary>
    public long Unread { get; private set; }

    public long Errors => _bySeverity[(int)FindingSeverity.Error];

    public string Summary => json
        ? string.Create(CultureInfo.InvariantCulture, $$"""{"files":{{Files}},"errors":{{Errors}},"warnings":{{Count(FindingSeverity.Warning)}},"notes":{{Count(FindingSeverity.Note)}},"unread":{{Unread}},"passedOver":{{PassedOver}}}""")
        : string.Create(CultureInfo.InvariantCulture, $"{Files} files: {Errors} errors, {Count(FindingSeverity.Warning)} warnings, {Count(FindingSeverity.Note)} notes")
            + (Unread > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {Unread} could not be read") : "")
            + (PassedOver > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {PassedOver} other files passed over") : "");

    private long PassedOver { get; set; }

    /// <summary>Called while the sources are walked, beside <see cref="Add"/>.</summary>
    public void AddProblem(SourceProblem problem)
    {
        lock (_problems)
        {
            Unread++;
            terminal.Error.WriteLine($"concord: {Printable.Of(problem.Label)}: {Printable.Of(problem.Message)}");
        }
    }

    public async Task Add(FileFindings file, CancellationToken cancel)
    {
        if (file.IsPassedOver)
        {
            PassedOver++;
            return;
        }
        if (file.Failure is { } failure)
        {
            await terminal.Flush(cancel);
            AddProblem(new(file.Label, failure));
            return;
        }
        Files++;
        foreach (var finding in file.Findings) _bySeverity[(int)finding.Severity]++;
        if (json) await terminal.Output.WriteLineAsync(Json(file).AsMemory(), cancel);
        else if (file.Findings.Count > 0) await WriteText(file, cancel);
    }

    private async Task WriteText(FileFindings file, CancellationToken cancel)
    {
        await terminal.Output.WriteLineAsync($"# {Printable.Of(file.Label)}".AsMemory(), cancel);
        foreach (var finding in file.Findings)
            await terminal.Output.WriteLineAsync($"{Name(finding.Severity),-7} {finding.Path}  {Printable.Of(finding.Message)}  [{finding.Rule}, {finding.Section}]".AsMemory(), cancel);
    }

    private static string Json(FileFindings file)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, JsonOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("file", file.Label);
            writer.WriteStartArray("findings");
            foreach (var finding in file.Findings) Write(writer, finding);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(text.WrittenSpan); // control characters are escaped by JSON itself
    }

    private static void Write(Utf8JsonWriter writer, Finding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("severity", Name(finding.Severity));
        writer.WriteString("rule", finding.Rule.ToString());
        writer.WriteString("path", finding.Path);
        writer.WriteString("section", finding.Section);
        writer.WriteString("message", finding.Message);
        writer.WriteEndObject();
    }

    private static string Name(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Error => "error",
        FindingSeverity.Warning => "warning",
        _ => "note",
    };

    private long Count(FindingSeverity severity) => _bySeverity[(int)severity];
}
