using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Concord.Cli.Sources;

/// <summary>The files that a DICOMDIR refers to (PS3.3 §F.3): Referenced File ID of every record. Offsets are not followed: they are often wrong, the records are all there.</summary>
internal static class DicomdirReferences
{
    private const long LargestDirectory = 256 << 20;
    private const int MostComponents = 8; // PS3.10 §8.2

    /// <param name="problem">Told of references that lead nowhere or out of the file-set.</param>
    public static IEnumerable<SourceEntry> Entries(FileInfo dicomdir, Action<SourceProblem> problem)
    {
        if (Read(dicomdir, problem) is not { } directory) yield break;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var folders = new Dictionary<string, FileSystemInfo[]>(StringComparer.Ordinal); // each is listed once, however many records lead there
        foreach (var record in directory.GetItems(Tags.DirectoryRecordSequence))
        {
            var components = record.GetStrings(Tags.ReferencedFileID);
            if (components.Length == 0 || !seen.Add(string.Join('/', components))) continue;
            if (Resolve(dicomdir.Directory!, components, folders) is { } file)
                yield return SourceWalk.Plain(file, isNamed: true) with { ExpectedInstanceUid = record.GetString(Tags.ReferencedSOPInstanceUIDInFile) };
            else problem(new(dicomdir.FullName, $"refers to {string.Join('/', components)}, which is not there"));
        }
    }

    private static DataSet? Read(FileInfo dicomdir, Action<SourceProblem> problem)
    {
        if (dicomdir.Length > LargestDirectory)
        {
            problem(new(dicomdir.FullName, "is too large for a DICOMDIR"));
            return null;
        }
        try
        {
            return Part10.Read(File.ReadAllBytes(dicomdir.FullName)).DataSet;
        }
        catch (Exception failure) when (failure is DicomFormatException or IOException or UnauthorizedAccessException)
        {
            problem(new(dicomdir.FullName, failure.Message));
            return null;
        }
    }

    // media are mounted in either case, and a component never leads out of the file-set, not by a link either
    private static FileInfo? Resolve(DirectoryInfo root, string[] components, Dictionary<string, FileSystemInfo[]> folders)
    {
        if (components.Length > MostComponents) return null;
        FileSystemInfo at = root;
        foreach (var component in components)
        {
            if (component is "" or "." or ".." || component.AsSpan().ContainsAny('/', '\\', '\0') || at is not DirectoryInfo { Exists: true } folder) return null;
            if (!folders.TryGetValue(folder.FullName, out var children)) folders[folder.FullName] = children = folder.GetFileSystemInfos();
            var next = Array.Find(children, child => child.Name == component) ?? Array.Find(children, child => child.Name.Equals(component, StringComparison.OrdinalIgnoreCase));
            if (next is null or { LinkTarget: not null }) return null;
            at = next;
        }
        return at is FileInfo { Length: > 0 } file ? file : null;
    }
}
