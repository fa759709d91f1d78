using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Concord.Dicom.Encoding;
using Xunit.Abstractions;

namespace Dicom.Tests.Oracles;

/// <summary>What we write passes dicom3tools' validator as well as what we read did: it finds no error in ours that it did not find in the original.</summary>
public sealed partial class DciodvfyTests(ITestOutputHelper output) : IDisposable
{
    private const string Table = "Oracles/dciodvfy.csv";
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-dciodvfy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact] public async Task Rewritten_files_have_no_errors_that_their_originals_had_not()
    {
        if (Corpus.Root is null) { output.WriteLine("No corpus on this machine."); return; }
        if (Tool.Missing("dciodvfy") is { } missing) { output.WriteLine($"{missing} is not installed."); return; }
        var (differences, looked, compared, unread) = (new ConcurrentBag<Difference>(), new ConcurrentBag<string>(), 0, 0);
        await Tool.ForEach(Rewrite.Sample().Select(Rewrite.Of).OfType<Rewrite>(), async rewrite =>
        {
            var original = await Errors(Path.Combine(Corpus.Root, rewrite.Path));
            looked.Add(rewrite.Path);
            if (original.Any(error => Unread().IsMatch(error)))
            {
                Interlocked.Increment(ref unread); // what it could not read of the original it reads of ours, and then finds what is wrong with the object
                return;
            }
            foreach (var syntax in Targets(rewrite))
            {
                var copy = rewrite.WriteTo(_folder, syntax);
                var errors = await Errors(copy);
                File.Delete(copy);
                Interlocked.Increment(ref compared);
                foreach (var error in errors.Except(original)) differences.Add(new(rewrite.Path, syntax == rewrite.Head.TransferSyntax ? "same syntax" : syntax.Keyword, error));
            }
        });
        output.WriteLine($"{looked.Count} files, {compared} rewritten files validated; {unread} originals could not be read to their end");
        AcceptedDifferences.Load(Table).Check(differences, looked.ToHashSet(StringComparer.Ordinal));
        Assert.True(compared > 200);
    }

    /// <summary>The file's own syntax, and Explicit VR Little Endian where the pixel data can go there.</summary>
    private static IEnumerable<TransferSyntax> Targets(Rewrite rewrite)
    {
        yield return rewrite.Head.TransferSyntax;
        if (rewrite.IsNative && rewrite.Head.TransferSyntax != TransferSyntax.ExplicitVrLittleEndian) yield return TransferSyntax.ExplicitVrLittleEndian;
    }

    /// <summary>The error lines, without what names a place in the bytes.</summary>
    internal static async Task<HashSet<string>> Errors(string file)
    {
        var run = await Tool.Run("dciodvfy", file);
        return
        [
            .. (System.Text.Encoding.Latin1.GetString(run.Output) + run.Errors).Split('\n').Where(line => line.StartsWith("Error", StringComparison.Ordinal))
                .Select(line => Place().Replace(line, "").Replace(Path.GetFileName(file), "", StringComparison.Ordinal).Trim()),
        ];
    }

    [GeneratedRegex("Tags out of order|dataset read failed", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    internal static partial Regex Unread();

    [GeneratedRegex(@"(0x[0-9a-f]+|[0-9]+) (bytes|dec)|at (byte )?offset [0-9a-fx]+|\(0x[0-9a-f]+\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Place();
}
