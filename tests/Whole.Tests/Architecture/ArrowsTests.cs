using System.Text.RegularExpressions;
using System.Xml.Linq;
using Whole.Tests.Harness;

namespace Whole.Tests.Architecture;

/// <summary>Who may reference whom: the table of the design, held to the project files and to every name in the code.</summary>
public sealed partial class ArrowsTests
{
    /// <summary>The arrows allowed: a room and the rooms it may reference. Rooms that do not exist yet stand here so that they are born right.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Dicom"] = [],
        ["Imaging"] = ["Dicom"],
        ["Network"] = ["Dicom"],
        ["Trust"] = ["Dicom"],
        ["Vault"] = ["Trust"],
        ["Clinic"] = ["Vault", "Network"],
        ["Consortium"] = ["Vault", "Network"],
        ["Research"] = ["Vault", "Imaging"],
        ["Server"] = ["Network", "Imaging", "Vault", "Clinic", "Consortium", "Research", "Trust"],
        ["Cli"] = ["Dicom", "Imaging", "Network", "Vault"],
    };

    public static TheoryData<string> Projects =>
        new(Directory.GetDirectories(Repository.At("src")).Select(p => Path.GetFileName(p)!).Where(p => p.StartsWith("Concord.", StringComparison.Ordinal)).Order());

    [Theory, MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_table_allows(string project)
    {
        var room = project["Concord.".Length..];
        Assert.True(Allowed.ContainsKey(room), $"{project} is not in the table of the design");
        var references = XDocument.Load(Repository.At("src", project, project + ".csproj")).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(((string)r.Attribute("Include")!).Replace('\\', '/'))["Concord.".Length..]);
        Assert.Empty(references.Except(Allowed[room]));
    }

    [Theory, MemberData(nameof(Projects))]
    public void Code_names_only_the_rooms_it_may_see(string project)
    {
        var seen = Closure(project["Concord.".Length..]);
        foreach (var file in SourceFiles.Of(project))
        {
            var named = RoomName().Matches(SourceFiles.WithoutCommentsAndStrings(File.ReadAllText(file))).Select(m => m.Groups["room"].Value).Where(Allowed.ContainsKey);
            Assert.True(!named.Except(seen).Any(), $"{file} names {string.Join(", ", named.Except(seen))}");
        }
    }

    [Theory, MemberData(nameof(Projects))]
    public void A_namespace_is_its_folder(string project)
    {
        foreach (var file in SourceFiles.Of(project))
        {
            var declared = Namespace().Match(File.ReadAllText(file));
            if (!declared.Success) continue;                              // Program.cs and assembly attributes have none
            var folder = Path.GetRelativePath(Repository.At("src"), Path.GetDirectoryName(file)!).Replace('/', '.');
            Assert.True(folder == declared.Groups["name"].Value, $"{file} is in namespace {declared.Groups["name"].Value}");
        }
    }

    private static HashSet<string> Closure(string room)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { room };
        var open = new Queue<string>([room]);
        while (open.TryDequeue(out var next))
            foreach (var target in Allowed[next])
                if (seen.Add(target)) open.Enqueue(target);
        return seen;
    }

    [GeneratedRegex(@"\bConcord\.(?<room>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RoomName();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Namespace();
}
