namespace Concord.Cli.Sources;

/// <summary>A file or an entry of a ZIP that may hold an object; not opened yet.</summary>
/// <param name="Label">Path, with <c>!entry</c> behind a ZIP's: what people are told and the journal keeps.</param>
/// <param name="Length">Bytes.</param>
/// <param name="IsNamed">Named by the person or a DICOMDIR: then it is a failure when it is no DICOM; else it is passed over.</param>
/// <param name="Open">A readable stream from the first byte; the caller disposes it.</param>
internal sealed record SourceEntry(string Label, long Length, DateTimeOffset Modified, bool IsNamed, Func<Stream> Open)
{
    /// <summary>The SOP Instance UID that a DICOMDIR says is in it, else null.</summary>
    public string? ExpectedInstanceUid { get; init; }
}
