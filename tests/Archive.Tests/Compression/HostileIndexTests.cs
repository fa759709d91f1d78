using Archive.Tests.Receive;
using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Compression;

namespace Archive.Tests.Compression;

/// <summary>An index whose checksums are right and whose numbers are not: a bundle from elsewhere, made to have memory taken or other bytes read.</summary>
public sealed class HostileIndexTests : IDisposable
{
    private readonly TestFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Originals_and_recipes_of_numbers_that_cannot_be_make_no_index()
    {
        await using (var vault = await TestVault.Open(_data.Path))
        {
            for (var i = 1; i <= 2; i++) await vault.Store(Objects.Slice(i));
            await vault.Vault.SealAll(default);
            using var compressor = vault.Vault.NewCompressor(new CompressionOptions(), TimeProvider.System);
            Assert.Equal(2, (await compressor.CompressNow(default)).Objects);
        }
        var path = Directory.GetFiles(Path.Combine(_data.Path, "bundles"), "*.zip", SearchOption.AllDirectories).Single();
        var bundle = Read(path)!;
        var (recipes, first) = (bundle.Recipes!.Value, bundle.Objects[0].Original!);
        Assert.NotNull(Read(Remade(path, bundle)));
        foreach (var original in new[]
        {
            first with { PartTenLength = 1L << 50 }, first with { PartTenLength = -1 }, first with { FrontLength = -1 }, first with { FrontLength = (int)first.PartTenLength + 1 },
            first with { Recipe = new(recipes.Offset - 1, 1) }, first with { Recipe = new(recipes.Offset, recipes.Length + 1) }, first with { Recipe = new(recipes.Offset, -1) }, first with { Recipe = new(long.MaxValue, long.MaxValue) },
        })
            Assert.Null(Read(Remade(path, bundle with { Objects = [bundle.Objects[0] with { Original = original }, bundle.Objects[1]] })));
        foreach (var range in new[] { new ByteRange(recipes.Offset, 1L << 50), new ByteRange(-1, recipes.Length), new ByteRange(long.MaxValue, long.MaxValue), new ByteRange(recipes.Offset, -1) })
            Assert.Null(Read(Remade(path, bundle with { Recipes = range })));
    }

    private static SealedBundle? Read(string path)
    {
        using var file = Posix.OpenUnlocked(path);
        return SealedIndexCodec.TryRead(file);
    }

    /// <summary>The same file with such an index, and all checksums right.</summary>
    private static string Remade(string path, SealedBundle bundle)
    {
        var whole = File.ReadAllBytes(path);
        using var file = Posix.OpenUnlocked(path);
        var (scan, there) = (BundleScan.Of(file, checkData: false), SealedIndexCodec.TryRead(file)!);
        var trailer = new BundleTrailer(scan.TrailerOffset);
        trailer.AddFile(EntryName.Recipes, whole.AsMemory((int)there.Recipes!.Value.Offset, (int)there.Recipes.Value.Length));
        trailer.AddFile(EntryName.Metadata, whole.AsMemory((int)there.Metadata.Offset, (int)there.Metadata.Length));
        trailer.AddFile(EntryName.Index, SealedIndexCodec.Write(bundle));
        trailer.AddDirectory(scan.Entries);
        File.WriteAllBytes(path + ".remade", [.. whole[..(int)scan.TrailerOffset], .. trailer.Buffers.SelectMany(piece => piece.ToArray())]);
        return path + ".remade";
    }
}
