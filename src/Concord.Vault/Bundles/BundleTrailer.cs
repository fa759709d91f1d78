using System.Text;
using Concord.Vault.Blobs;

namespace Concord.Vault.Bundles;

/// <summary>What follows the objects of a sealed bundle: recipes if there are any, metadata, index, central directory, end record.</summary>
/// <param name="start">Offset of the trailer in the bundle file.</param>
internal sealed class BundleTrailer(long start)
{
    private readonly List<ReadOnlyMemory<byte>> _buffers = [];
    private readonly List<(string Name, uint Crc, long Size, long Offset)> _files = [];

    public IReadOnlyList<ReadOnlyMemory<byte>> Buffers => _buffers;

    /// <summary>Offset behind all that was added.</summary>
    public long End { get; private set; } = start;

    /// <summary>Adds a file of Concord's own; returns where its bytes come to lie.</summary>
    public ByteRange AddFile(string name, ReadOnlyMemory<byte> bytes)
    {
        var header = new byte[LocalHeader.MaxLength];
        var crc = Crc32.Append(0, bytes.Span);
        var length = LocalHeader.Write(header, name, crc, bytes.Length, null);
        _files.Add((name, crc, bytes.Length, End));
        Add(header.AsMemory(0, length));
        var range = new ByteRange(End, bytes.Length);
        Add(bytes);
        return range;
    }

    /// <summary>Adds the central directory over the objects and the files added before, and the end record.</summary>
    public void AddDirectory(IReadOnlyList<ScannedEntry> objects)
    {
        var directory = End;
        var buffer = new byte[ZipFormat.CentralFixedLength + 256 + 32];
        var bytes = new MemoryStream();
        foreach (var entry in objects) Write(entry.Header.Name, entry.Header.Crc, entry.Header.Size, entry.Offset);
        foreach (var (name, crc, size, offset) in _files) Write(name, crc, size, offset);
        var length = bytes.Length;
        var end = new byte[ZipFormat.Zip64EndLength + ZipFormat.Zip64LocatorLength + ZipFormat.EndLength];
        bytes.Write(end, 0, ZipFormat.WriteEnd(end, objects.Count + _files.Count, directory, length));
        Add(bytes.ToArray());

        void Write(string name, uint crc, long size, long offset) =>
            bytes.Write(buffer, 0, ZipFormat.WriteCentral(buffer, Encoding.ASCII.GetBytes(name), crc, size, offset));
    }

    /// <summary>Whether the trailer of a file is all that was written of it: made anew from its parts it is the same, byte for byte. A trailer that was not
    /// flushed when power went may have lost any of its bytes.</summary>
    public static bool IsWhole(ByteSource file, SealedBundle bundle, BundleScan scan)
    {
        var trailer = new BundleTrailer(scan.TrailerOffset);
        var length = file.Length - scan.TrailerOffset;
        if (length > Array.MaxLength) return false;
        var there = new byte[length];
        if (file.Read(there, scan.TrailerOffset) < length) return false;
        if (bundle.Recipes is { } recipes && !IsThere(EntryName.Recipes, recipes)) return false;
        if (!IsThere(EntryName.Metadata, bundle.Metadata)) return false;
        trailer.AddFile(EntryName.Index, SealedIndexCodec.Write(bundle));
        trailer.AddDirectory(scan.Entries);
        var at = 0;
        foreach (var piece in trailer.Buffers)
        {
            if (!there.AsSpan(at, Math.Min(piece.Length, there.Length - at)).SequenceEqual(piece.Span)) return false;
            at += piece.Length;
        }
        return at == there.Length;

        bool IsThere(string name, ByteRange range) =>
            range.Offset >= scan.TrailerOffset && range.Length <= length - (range.Offset - scan.TrailerOffset)
            && trailer.AddFile(name, there.AsMemory((int)(range.Offset - scan.TrailerOffset), (int)range.Length)) == range;
    }

    private void Add(ReadOnlyMemory<byte> bytes)
    {
        _buffers.Add(bytes);
        End += bytes.Length;
    }
}
