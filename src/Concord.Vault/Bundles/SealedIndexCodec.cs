using System.Buffers.Binary;
using System.Text;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Vault.Blobs;
using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Bundles;

/// <summary>Bytes of <c>index.bin</c>, version 1 or, where objects were compressed at rest, 2; little endian; texts are a length byte and ASCII. README.md has the layout.</summary>
internal static class SealedIndexCodec
{
    private const uint Version = 1;
    private const uint VersionWithRecipes = 2;
    private const int FooterLength = 20;
    private const int MaxLength = 1 << 30;
    private const int MinEntryLength = 90;
    private const int NoNumber = int.MinValue;

    private static ReadOnlySpan<byte> Magic => "CNCINDEX"u8;

    public static byte[] Write(SealedBundle bundle)
    {
        var buffer = new MemoryStream();
        var output = new BinaryWriter(buffer, Encoding.ASCII);
        output.Write(Magic);
        output.Write(bundle.Recipes is null ? Version : VersionWithRecipes);
        output.Write(bundle.BundleId);
        output.Write(bundle.Key.Study.ToString());
        output.Write(bundle.Key.Series.ToString());
        Write(output, bundle.Metadata);
        if (bundle.Recipes is { } recipes) Write(output, recipes);
        output.Write(bundle.Objects.Count);
        foreach (var entry in bundle.Objects)
        {
            Write(output, entry);
            if (bundle.Recipes is not null) Write(output, entry.Original);
        }
        var crc = Crc32.Append(0, buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        output.Write(crc);
        output.Write(buffer.Length + 16);
        output.Write(Magic);
        return buffer.ToArray();
    }

    /// <summary>The index of a bundle file whose trailer is whole and checks; else null: the bundle is not sealed, or damaged.</summary>
    public static SealedBundle? TryRead(SafeFileHandle file) => TryRead(ByteSource.WholeFile(file));

    /// <summary>As above, wherever the bytes lie.</summary>
    public static SealedBundle? TryRead(ByteSource file)
    {
        if (ReadDirectoryOffset(file) is not { } end || end < FooterLength) return null;
        Span<byte> footer = stackalloc byte[FooterLength];
        if (file.Read(footer, end - FooterLength) < FooterLength || !footer[12..].SequenceEqual(Magic)) return null;
        var length = BinaryPrimitives.ReadInt64LittleEndian(footer[4..]);
        if (length is < FooterLength or > MaxLength || length > end) return null;
        var bytes = new byte[length];
        if (file.Read(bytes, end - length) < bytes.Length) return null;
        var body = bytes.AsSpan(0, (int)length - FooterLength);
        if (Crc32.Append(0, body) != BinaryPrimitives.ReadUInt32LittleEndian(footer)) return null;
        return Parse(new MemoryStream(bytes, 0, body.Length), end);
    }

    /// <summary>Where the central directory begins, from the end record at the file's very end; null when there is none.</summary>
    private static long? ReadDirectoryOffset(ByteSource file)
    {
        var length = file.Length;
        Span<byte> end = stackalloc byte[ZipFormat.Zip64EndLength + ZipFormat.Zip64LocatorLength + ZipFormat.EndLength];
        if (length < ZipFormat.EndLength) return null;
        var tail = end[..(int)Math.Min(end.Length, length)];
        if (file.Read(tail, length - tail.Length) < tail.Length) return null;
        var record = tail[^ZipFormat.EndLength..];
        if (BinaryPrimitives.ReadUInt32LittleEndian(record) != ZipFormat.EndSignature) return null;
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        var hasZip64 = tail.Length == end.Length && BinaryPrimitives.ReadUInt32LittleEndian(tail[ZipFormat.Zip64EndLength..]) == ZipFormat.Zip64LocatorSignature;
        return hasZip64 && BinaryPrimitives.ReadUInt32LittleEndian(tail) == ZipFormat.Zip64EndSignature ? BinaryPrimitives.ReadInt64LittleEndian(tail[48..]) : offset;
    }

    private static void Write(BinaryWriter output, SealedEntry sealedEntry)
    {
        var entry = sealedEntry.Entry;
        output.Write((byte)sealedEntry.Kind);
        output.Write(entry.ArrivalNumber);
        output.Write(sealedEntry.HeaderOffset);
        output.Write(entry.PartTenOffset);
        output.Write(entry.PartTenLength);
        output.Write((int)(entry.DataSetOffset - entry.PartTenOffset));
        output.Write(sealedEntry.Crc);
        output.Write(sealedEntry.Sha256.Span);
        output.Write(sealedEntry.PixelData.Value);
        output.Write(sealedEntry.PixelDataOffset);
        output.Write(sealedEntry.PixelDataLength);
        output.Write(sealedEntry.InstanceNumber ?? NoNumber);
        output.Write(sealedEntry.Name);
        output.Write(entry.SopInstanceUid.ToString());
        output.Write(entry.SopClassUid.ToString());
        output.Write(entry.TransferSyntax.Uid.ToString());
        output.Write((byte)sealedEntry.DataSetSha256.Length);
        output.Write(sealedEntry.DataSetSha256.Span);
        output.Write(sealedEntry.Fragments.Count);
        foreach (var fragment in sealedEntry.Fragments) Write(output, fragment);
    }

    private static void Write(BinaryWriter output, ByteRange range)
    {
        output.Write(range.Offset);
        output.Write(range.Length);
    }

    private static void Write(BinaryWriter output, OriginalForm? original)
    {
        output.Write(original is not null);
        if (original is null) return;
        output.Write(original.TransferSyntax.Uid.ToString());
        output.Write(original.PartTenLength);
        output.Write(original.FrontLength);
        output.Write(original.Sha256.Span);
        Write(output, original.Recipe);
        output.Write(original.RecipeCrc);
    }

    /// <param name="end">Of all that lies before the central directory.</param>
    private static SealedBundle? Parse(MemoryStream bytes, long end)
    {
        using var input = new BinaryReader(bytes, Encoding.ASCII);
        try
        {
            if (!input.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic)) return null;
            var version = input.ReadUInt32();
            if (version is not (Version or VersionWithRecipes)) return null;
            var bundleId = input.ReadInt64();
            var key = new SeriesKey(Uid.Parse(input.ReadString()), Uid.Parse(input.ReadString()));
            var metadata = ReadRange(input);
            ByteRange? recipes = version == VersionWithRecipes ? ReadRange(input) : null;
            var count = input.ReadInt32();
            if (count < 0 || count > (bytes.Length - bytes.Position) / MinEntryLength) return null;
            var objects = new SealedEntry[count];
            for (var i = 0; i < count; i++)
            {
                objects[i] = ReadEntry(input, bundleId, key);
                if (recipes is { } all && input.ReadBoolean()) objects[i] = objects[i] with { Original = ReadOriginal(input, all) };
            }
            return recipes is null || IsWithin(recipes.Value, end) ? new(bundleId, key, metadata, objects) { Recipes = recipes } : null;
        }
        catch (Exception error) when (error is IOException or FormatException)
        {
            return null; // the CRC was right and the content is not: not of this version
        }
    }

    private static SealedEntry ReadEntry(BinaryReader input, long bundleId, SeriesKey key)
    {
        var kind = (EntryKind)input.ReadByte();
        var number = input.ReadInt64();
        var headerOffset = input.ReadInt64();
        var offset = input.ReadInt64();
        var length = input.ReadInt64();
        var front = input.ReadInt32();
        var crc = input.ReadUInt32();
        var sha256 = input.ReadBytes(32);
        var pixelData = new Tag(input.ReadUInt32());
        var pixelDataOffset = input.ReadInt64();
        var pixelDataLength = input.ReadInt64();
        var instanceNumber = input.ReadInt32();
        var name = input.ReadString();
        var entry = new BundleEntry(bundleId, number, key.Study, key.Series, Uid.Parse(input.ReadString()), Uid.Parse(input.ReadString()),
            TransferSyntax.Of(Uid.Parse(input.ReadString())), offset, length, offset + front);
        var dataSetSha256 = input.ReadBytes(input.ReadByte());
        var fragments = new ByteRange[Checked(input.ReadInt32(), input)];
        for (var i = 0; i < fragments.Length; i++) fragments[i] = ReadRange(input);
        return new(entry, kind, name, headerOffset, crc, sha256, pixelData, pixelDataOffset, pixelDataLength,
            instanceNumber == NoNumber ? null : instanceNumber, fragments) { DataSetSha256 = dataSetSha256 };
    }

    private static OriginalForm ReadOriginal(BinaryReader input, ByteRange recipes)
    {
        var original = new OriginalForm(TransferSyntax.Of(Uid.Parse(input.ReadString())), input.ReadInt64(), input.ReadInt32(), input.ReadBytes(32), ReadRange(input), input.ReadUInt32());
        if (original.Recipe.Offset < recipes.Offset || !IsWithin(original.Recipe with { Offset = original.Recipe.Offset - recipes.Offset }, recipes.Length)) throw new FormatException("A recipe that lies elsewhere.");
        if (original.FrontLength < 0 || original.FrontLength > original.PartTenLength || original.PartTenLength > OriginalOffset.MaxLength) throw new FormatException("An original of no length that can be.");
        return original;
    }

    private static bool IsWithin(ByteRange range, long length) => range.Offset >= 0 && range.Length >= 0 && range.Offset <= length && range.Length <= length - range.Offset;

    private static ByteRange ReadRange(BinaryReader input) => new(input.ReadInt64(), input.ReadInt64());

    private static int Checked(int fragments, BinaryReader input) =>
        fragments >= 0 && fragments <= (input.BaseStream.Length - input.BaseStream.Position) / 16 ? fragments : throw new FormatException("More fragments than bytes.");
}
