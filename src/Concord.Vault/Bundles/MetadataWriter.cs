using System.IO.Compression;
using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Json;

namespace Concord.Vault.Bundles;

/// <summary>Writes <c>metadata.json.gz</c>: one gzip member, the DICOM JSON array of a bundle's instances in arrival order (PS3.18 §10.4, Annex F).</summary>
/// <remarks>Long binary values and pixels are BulkDataURIs relative to the series' metadata resource: <c>instances/UID/bulkdata/TAGPATH</c>.</remarks>
internal sealed class MetadataWriter : IDisposable
{
    /// <summary>Binary values up to this many bytes stand in the metadata itself.</summary>
    private const int MaxInlineBytes = 4 << 10;

    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, MaxDepth = 1000 };
    private readonly MemoryStream _bytes = new();
    private readonly GZipStream _gzip;
    private readonly Utf8JsonWriter _json;

    public MetadataWriter()
    {
        _gzip = new(_bytes, CompressionLevel.Optimal, leaveOpen: true);
        _json = new(_gzip, Options);
        _json.WriteStartArray();
    }

    public void Add(Uid sopInstance, DataSet dataSet)
    {
        var address = $"instances/{sopInstance}/bulkdata/";
        DicomJsonWriter.Write(_json, dataSet, (path, element) => IsShort(element) ? null : address + path);
        _json.Flush();
    }

    /// <summary>The whole file.</summary>
    public ReadOnlyMemory<byte> Complete()
    {
        _json.WriteEndArray();
        _json.Dispose();
        _gzip.Dispose();
        return _bytes.GetBuffer().AsMemory(0, (int)_bytes.Length);
    }

    public void Dispose()
    {
        _json.Dispose();
        _gzip.Dispose();
    }

    private static bool IsShort(DataElement element) => element.Fragments is null && element.Value.Length <= MaxInlineBytes && !IsPixels(element.Tag);

    private static bool IsPixels(Tag tag) => tag == Tags.PixelData || tag == Tags.FloatPixelData || tag == Tags.DoubleFloatPixelData;
}
