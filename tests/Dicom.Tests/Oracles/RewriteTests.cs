using System.Collections.Concurrent;
using System.Text;
using Concord.Dicom.Encoding;
using Xunit.Abstractions;

namespace Dicom.Tests.Oracles;

/// <summary>What we rewrite in another native transfer syntax says to DCMTK, GDCM and pydicom what the original said to them.</summary>
/// <remarks>A VR that only one of the two syntaxes carries is no difference when the bytes are the same. The ordinary run takes one file of each SOP class,
/// character set and transfer syntax, each in one of the syntaxes by turns; the whole sweep every file in all.</remarks>
public sealed class RewriteTests(ITestOutputHelper output) : IDisposable
{
    private const string Table = "Oracles/rewrites.csv";
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-rewrites-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("dcmdump", "+L", "-Un", "-q")]
    [InlineData("gdcmdump")]
    public async Task Rewritten_files_list_the_same(string tool, params string[] options)
    {
        if (!IsReady(tool)) return;
        var (differences, looked, compared) = (new ConcurrentBag<Difference>(), new ConcurrentBag<string>(), 0);
        await Tool.ForEach(Candidates(), async file =>
        {
            var original = await Tool.Run(tool, [.. options, Path.Combine(Corpus.Root!, file.Rewrite.Path)]);
            looked.Add(file.Rewrite.Path);
            foreach (var syntax in file.Syntaxes)
            {
                var copy = file.Rewrite.WriteTo(_folder, syntax);
                var rewritten = await Tool.Run(tool, [.. options, copy]);
                File.Delete(copy);
                if (original.ExitCode != 0) continue; // what it cannot read of the original it need not read of us
                Interlocked.Increment(ref compared);
                if (rewritten.ExitCode != 0) differences.Add(new(file.Rewrite.Path, $"{tool} {syntax.Keyword}", "refused"));
                else
                    foreach (var (where, kind) in Dump.Compare(Dump.Parse(original.Output), Dump.Parse(rewritten.Output), isVrLost: !syntax.IsExplicitVr || !file.Rewrite.Head.TransferSyntax.IsExplicitVr))
                        differences.Add(new(file.Rewrite.Path, $"{tool} {syntax.Keyword}", $"{where} {kind}"));
            }
        });
        Check(tool, differences, looked, compared);
    }

    [Fact] public async Task Rewritten_files_are_the_same_values_to_pydicom()
    {
        if (!IsReady("pydicom")) return;
        var (differences, looked, compared) = (new List<Difference>(), new List<string>(), 0);
        foreach (var batch in Candidates().Chunk(64))
        {
            var pairs = new StringBuilder();
            foreach (var (rewrite, syntaxes) in batch)
            {
                looked.Add(rewrite.Path);
                foreach (var syntax in syntaxes) pairs.Append($"{rewrite.Path}\tpydicom {syntax.Keyword}\t{Path.Combine(Corpus.Root!, rewrite.Path)}\t{rewrite.WriteTo(_folder, syntax)}\n");
            }
            var list = Path.Combine(_folder, "pairs");
            await File.WriteAllTextAsync(list, pairs.ToString());
            var run = await Tool.Run("python3", Path.Combine(Repository.Root, "tests/Dicom.Tests/Oracles/pydicom_values.py"), list);
            Assert.True(run.ExitCode == 0, run.Errors);
            foreach (var line in System.Text.Encoding.UTF8.GetString(run.Output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')))
            {
                if (line.Length == 1) compared += int.Parse(line[0]);
                else differences.Add(new(line[0], line[1], line[2]));
            }
            foreach (var file in Directory.EnumerateFiles(_folder)) File.Delete(file);
        }
        Check("pydicom", differences, looked, compared);
    }

    private bool IsReady(string tool)
    {
        var program = tool == "pydicom" ? "/usr/lib/python3/dist-packages/pydicom/__init__.py" : tool;
        if (Corpus.Root is null) output.WriteLine("No corpus on this machine.");
        else if (Tool.Missing(program) is { } missing) output.WriteLine($"{missing} is not installed.");
        else return true;
        return false;
    }

    private static IEnumerable<(Rewrite Rewrite, TransferSyntax[] Syntaxes)> Candidates() =>
        Rewrite.Sample().Select(Rewrite.Of).OfType<Rewrite>().Where(rewrite => rewrite.IsNative).Select((rewrite, turn) =>
            (rewrite, Corpus.IsWholeSweep ? [.. Samples.NativeSyntaxes] : new[] { Samples.NativeSyntaxes[turn % Samples.NativeSyntaxes.Count] }));

    private void Check(string tool, IEnumerable<Difference> differences, IEnumerable<string> looked, int compared)
    {
        var syntaxes = Corpus.IsWholeSweep ? null : "sample";
        output.WriteLine($"{tool}: {compared} rewritten files compared");
        Assert.True(compared > 100);
        AcceptedDifferences.Load(Table).Check(differences, looked.ToHashSet(StringComparer.Ordinal), difference => syntaxes is null && difference.Where.StartsWith(tool, StringComparison.Ordinal));
    }
}
