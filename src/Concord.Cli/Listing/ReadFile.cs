using System.Buffers;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Concord.Cli.Listing;

/// <summary>A file in pooled memory, parsed. Its values are gone once it is disposed of.</summary>
internal sealed class ReadFile : IDisposable
{
    /// <summary>Files up to this many bytes are read whole.</summary>
    private const long LargestWhole = 1L << 30;

    /// <summary>Of larger ones this much is read.</summary>
    private const int HeadBytes = 64 << 20;

    private readonly byte[] _bytes;

    private ReadFile(string path, byte[] bytes, int length, DataSetReadOptions? options)
    {
        (Path, _bytes) = (path, bytes);
        (Head, DataSet) = Part10.Read(bytes.AsMemory(0, length), options);
    }

    public string Path { get; }

    public Part10Head Head { get; }

    public DataSet DataSet { get; }

    /// <summary>The file is too large to be held: only what comes before Pixel Data is here.</summary>
    public bool IsCutShort { get; private init; }

    /// <exception cref="DicomFormatException">This is no DICOM file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ReadFile Load(string path)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var length = RandomAccess.GetLength(file);
        var isWhole = length <= LargestWhole;
        var bytes = ArrayPool<byte>.Shared.Rent(isWhole ? (int)length : HeadBytes);
        try
        {
            var read = 0;
            while (read < (isWhole ? length : HeadBytes) && RandomAccess.Read(file, bytes.AsSpan(read, (int)((isWhole ? length : HeadBytes) - read)), read) is > 0 and var some) read += some;
            return new(path, bytes, read, isWhole ? null : new DataSetReadOptions { StopAt = Tags.PixelData }) { IsCutShort = !isWhole };
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(bytes);
            throw;
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
}
