using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Json;

namespace Concord.Bench.Core;

/// <summary>From a data set to bytes, and DICOM JSON both ways.</summary>
public class WriteBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(4 << 20);
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    private DataSet _ct = new(), _ctHead = new(), _sr = new();
    private byte[] _ctJson = [];

    [GlobalSetup]
    public void Setup()
    {
        _ct = BenchObjects.Ct;
        _ctHead = DataSetReader.Read(
            DataSetWriter.ToArray(_ct, TransferSyntax.ExplicitVrLittleEndian), TransferSyntax.ExplicitVrLittleEndian, new() { StopAt = Tags.PixelData });
        _sr = BenchObjects.Sr;
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text)) DicomJsonWriter.Write(json, _ctHead);
        _ctJson = text.ToArray();
    }

    [GlobalCleanup] public void Cleanup() => _json.Dispose();

    [Benchmark] public int CtExplicit() => Written(_ct, TransferSyntax.ExplicitVrLittleEndian);

    [Benchmark] public int CtImplicit() => Written(_ct, TransferSyntax.ImplicitVrLittleEndian);

    [Benchmark] public int CtHeadExplicit() => Written(_ctHead, TransferSyntax.ExplicitVrLittleEndian);

    [Benchmark] public int SrExplicit() => Written(_sr, TransferSyntax.ExplicitVrLittleEndian);

    [Benchmark] public void CtHeadToJson() => ToJson(_ctHead);

    [Benchmark] public void SrToJson() => ToJson(_sr);

    [Benchmark] public DataSet CtHeadFromJson()
    {
        var reader = new Utf8JsonReader(_ctJson);
        return DicomJsonReader.Read(ref reader);
    }

    private int Written(DataSet dataSet, TransferSyntax syntax)
    {
        _output.ResetWrittenCount();
        DataSetWriter.Write(_output, dataSet, syntax);
        return _output.WrittenCount;
    }

    private void ToJson(DataSet dataSet)
    {
        _json.Reset(Stream.Null);
        DicomJsonWriter.Write(_json, dataSet);
        _json.Flush();
    }
}
