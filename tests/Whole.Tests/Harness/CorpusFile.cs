namespace Whole.Tests.Harness;

/// <summary>One file of the corpus: where it lies, what the manifest and pydicom say of it.</summary>
internal sealed record CorpusFile(string Path, string FullPath, string Modality, string Charset, string Struct, Dictionary<string, string> Facts)
{
    public string TransferSyntax { get; init; } = "";

    public string SopClass => Facts.GetValueOrDefault("SOPClassUID", "");

    public string SopUid => Facts.GetValueOrDefault("SOPInstanceUID", "");

    public string StudyUid => Facts.GetValueOrDefault("StudyInstanceUID", "");

    public string SeriesUid => Facts.GetValueOrDefault("SeriesInstanceUID", "");

    public string InstancePath => $"studies/{StudyUid}/series/{SeriesUid}/instances/{SopUid}";

    /// <summary>Has preamble and File Meta Information: a Part 10 file.</summary>
    public bool IsPart10 => Struct.Contains("pre=1;meta=1", StringComparison.Ordinal);

    /// <summary>The manifest's own walker and pydicom read it to the end.</summary>
    public bool IsReadable => !Struct.Contains("err=", StringComparison.Ordinal) && !Facts.ContainsKey("error");

    /// <summary>A composite object of a patient's study: the four UIDs are there and are UIDs.</summary>
    public bool IsComposite => new[] { SopClass, SopUid, StudyUid, SeriesUid }.All(IsUid);

    public byte[] Bytes() => File.ReadAllBytes(FullPath);

    /// <summary>The data set as it lies in the file.</summary>
    public byte[] DataSet() => Bytes()[int.Parse(Facts["offset"], System.Globalization.CultureInfo.InvariantCulture)..];

    public override string ToString() => Path;

    private static bool IsUid(string text) =>
        text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiDigit(c) || c == '.') && text.Split('.').All(part => part.Length > 0);
}
