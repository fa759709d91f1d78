using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Json;
using Concord.Imaging.Frames;
using Concord.Server.DicomWeb.Answers;
using Concord.Vault.Bundles;

namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>Values of stored objects that metadata name by address, but for pixel data (<see cref="PixelSource"/>).</summary>
internal sealed class BulkSource(HeadSource heads)
{
    /// <summary>The value at a path; null when there is none.</summary>
    public async Task<BulkValue?> Open(BundleEntry entry, string path, CancellationToken cancel)
    {
        var whole = await heads.ReadAll(entry, cancel);
        if (BulkDataPath.Find(whole, path) is not var (dataSet, element)) return null;
        return new(TransferSyntax.ExplicitVrLittleEndian, TypeOf(whole, element.Tag), [[new Segment.Memory(BytesOf(dataSet, element))]]);
    }

    /// <summary>Path, media type and length of each value of an object that its metadata name by address; pixel data are left out.</summary>
    public async Task<IReadOnlyList<(string Path, string MediaType, long Length)>> List(BundleEntry entry, CancellationToken cancel)
    {
        var whole = await heads.ReadAll(entry, cancel);
        var found = new List<(string, string, long)>();
        var addresses = InstanceMetadata.Addresses(entry, "");
        await using var nowhere = new Utf8JsonWriter(Stream.Null);
        DicomJsonWriter.Write(nowhere, whole, (path, element) =>
        {
            if (addresses(path, element) is not { } address) return null;
            if (!InstanceMetadata.IsPixels(element.Tag) && BulkDataPath.Find(whole, path) is var (dataSet, _)) found.Add((path, TypeOf(whole, element.Tag), BytesOf(dataSet, element).Length));
            return address;
        });
        return found;
    }

    private static string TypeOf(DataSet whole, Tag tag) =>
        tag == Tags.EncapsulatedDocument && whole.GetString(Tags.MIMETypeOfEncapsulatedDocument) is { } mime && IsSane(mime) ? mime.ToLowerInvariant() : MediaTypes.OctetStream;

    private static ReadOnlyMemory<byte> BytesOf(DataSet dataSet, DataElement element)
    {
        var bytes = element.Fragments is { } fragments ? Joined(fragments) : element.Value;
        if (dataSet.ByteOrder != ByteOrder.BigEndian || element.Vr.UnitSize <= 1) return bytes;
        var turned = bytes.ToArray();
        ByteTurns.Swap(turned, element.Vr == Vr.AT ? 2 : element.Vr.UnitSize);
        return turned;
    }

    private static ReadOnlyMemory<byte> Joined(IReadOnlyList<ReadOnlyMemory<byte>> fragments)
    {
        var joined = new MemoryStream();
        foreach (var fragment in fragments.Skip(1)) joined.Write(fragment.Span);
        return joined.ToArray();
    }

    /// <summary>An object names its document's type: only types that a browser does not run are repeated.</summary>
    private static bool IsSane(string mime) => mime.ToLowerInvariant() is "application/pdf" or "model/stl" or "model/obj" or "model/mtl" or "application/sla" or "text/plain";
}
