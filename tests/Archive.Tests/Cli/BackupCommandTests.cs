using System.Text.Json.Nodes;
using Archive.Tests.Backup;
using Archive.Tests.Receive;

namespace Archive.Tests.Cli;

/// <summary><c>backup</c>, <c>restore</c> and <c>verify</c> as they are typed.</summary>
public sealed class BackupCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestFolder _target = new();

    public void Dispose()
    {
        _folder.Dispose();
        _target.Dispose();
    }

    [Fact]
    public async Task A_backup_is_made_listed_verified_pruned_and_restored()
    {
        await Fill();
        Assert.StartsWith("restore point 1: 3 bundles, 10 objects, ", (await CliRun.Of("backup", "--data", _folder.Path, "--to", _target.Path)).Fine().Output, StringComparison.Ordinal);
        var second = JsonNode.Parse((await CliRun.Of("backup", "--data", _folder.Path, "--to", _target.Path, "--check", "--keep", "1", "--json")).Fine().Output)!;
        Assert.Equal((2, 3, 10, 0, 1, 0), ((int)second["point"]!, (int)second["bundles"]!, (int)second["objects"]!, (int)second["bytesNew"]!, (int)second["pruned"]!, (int)second["findings"]!));
        Assert.StartsWith("2\t20", Assert.Single((await CliRun.Of("backup", "list", "--from", _target.Path)).Fine().Lines), StringComparison.Ordinal);
        Assert.Equal((3, 0), Sums((await CliRun.Of("verify", "--json", "--data", _target.Path)).Fine()));
        var restored = Path.Combine(_target.Path + "-restored");
        try
        {
            Assert.Contains("restored; 10 objects in 3 bundles indexed", (await CliRun.Of("restore", "--from", _target.Path, "--data", restored)).Fine().Output, StringComparison.Ordinal);
            Assert.Equal((3, 0), Sums((await CliRun.Of("verify", "--json", "--data", restored)).Fine()));
            Assert.Equal(1, (await CliRun.Of("restore", "--from", _target.Path, "--data", restored)).ExitCode);
        }
        finally
        {
            Directory.Delete(restored, recursive: true);
        }
        foreach (var wrong in new[] { new[] { "backup", "--data", _folder.Path }, ["backup", "--data", _folder.Path, "--to", _target.Path, "--keep", "0"], ["restore", "--from", _target.Path] })
            Assert.Equal(2, (await CliRun.Of(wrong)).ExitCode);
        Assert.Equal(1, (await CliRun.Of("backup", "list", "--from", _folder.Path)).ExitCode);
    }

    [Fact]
    public async Task What_is_wrong_is_a_line_with_the_bundle_and_exit_code_1()
    {
        await Fill();
        await CliRun.Of("backup", "--data", _folder.Path, "--to", _target.Path);
        Life.Flip(Life.BundleOf(_folder.Path), 1000);
        var verified = await CliRun.Of("verify", "--json", "--data", _folder.Path);
        Assert.Equal(1, verified.ExitCode);
        Assert.All(verified.Lines[..^1], line => Assert.Equal(1, (int)JsonNode.Parse(line)!["bundle"]!));
        Assert.Equal(verified.Lines.Length - 1, Sums(verified).Findings);
        var backup = await CliRun.Of("backup", "--data", _folder.Path, "--to", _target.Path);
        Assert.Equal((1, "bundle 1, object 1: the object is not what was written; its earlier copy is kept"), (backup.ExitCode, backup.Errors.Trim()));
        Life.Flip(Directory.GetFiles(Path.Combine(_target.Path, "objects"), "*", SearchOption.AllDirectories).MaxBy(path => new FileInfo(path).Length)!, 1000);
        var damaged = await CliRun.Of("verify", "--data", _target.Path);
        Assert.Equal(1, damaged.ExitCode);
        Assert.StartsWith("bundle ", damaged.Lines[0], StringComparison.Ordinal);
        await using var vault = await Life.Open(_folder.Path);
        var used = await CliRun.Of("verify", "--data", _folder.Path);
        Assert.Equal(1, used.ExitCode);
        Assert.Contains("is in use by process", Assert.Single(used.Errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    private static (int Bundles, int Findings) Sums(CliRun run) => JsonNode.Parse(run.Lines[^1]) is { } sums ? ((int)sums["bundles"]!, (int)sums["findings"]!) : default;

    private async Task Fill()
    {
        await using var vault = await Life.Open(_folder.Path);
        await Life.Fill(vault);
        await vault.Vault.SealAll(default);
    }
}
