using System.Text.RegularExpressions;
using Whole.Tests.Harness;

namespace Whole.Tests.Architecture;

/// <summary>The C# files people wrote.</summary>
internal static partial class SourceFiles
{
    public static IEnumerable<string> Of(string project) => Under(Repository.At("src", project));

    public static IEnumerable<string> Under(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.EndsWith(".g.cs", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    public static string WithoutCommentsAndStrings(string code) => CommentsAndStrings().Replace(code, " ");

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/|""(\\.|[^""\\\n])*""", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex CommentsAndStrings();
}
