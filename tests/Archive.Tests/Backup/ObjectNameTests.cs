using Concord.Vault.Backup;

namespace Archive.Tests.Backup;

/// <summary>Names in a backup become paths: what is no hash is no name, whoever wrote it.</summary>
public sealed class ObjectNameTests
{
    private static readonly string Hash = new('a', 64);

    public static TheoryData<string> NoNames => new("../../../../etc/passwd", "", "/", "a", new string('A', 64), new string('a', 63), new string('a', 65), $"..{new string('/', 62)}", "ab\0" + new string('a', 61));

    [Theory, MemberData(nameof(NoNames))]
    public void A_line_that_names_an_object_by_anything_but_a_hash_is_damaged(string name)
    {
        BackupLine sealedLine = new(BackupLine.SealedKind) { Sha256 = name }, file = new(BackupLine.FileKind) { Pieces = [Hash, name] }, point = new(BackupLine.PointKind) { Before = name };
        foreach (var line in new[] { sealedLine, file, point }) Assert.Null(BackupLine.TryParse(line.ToBytes().AsMemory()[..^1]));
        Assert.Null(PurgedLine.TryParse(new PurgedLine(Was: name).ToBytes().AsMemory()[..^1]));
        Assert.Null(PurgedLine.TryParse(new PurgedLine(Was: Hash, Now: name).ToBytes().AsMemory()[..^1]));
    }

    [Fact]
    public void A_line_that_names_hashes_is_read_as_it_was_written()
    {
        var line = BackupLine.TryParse(new BackupLine(BackupLine.FileKind) { Sha256 = Hash, Before = Hash, Pieces = [Hash, Hash] }.ToBytes().AsMemory()[..^1]);
        Assert.Equal((Hash, Hash, 2), (line!.Sha256, line.Before, line.Pieces!.Count));
        Assert.Equal(Hash, PurgedLine.TryParse(new PurgedLine(Was: Hash).ToBytes().AsMemory()[..^1])!.Was);
    }
}
