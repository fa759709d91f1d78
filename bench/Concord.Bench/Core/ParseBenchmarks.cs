using System.Buffers;
using BenchmarkDotNet.Attributes;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Concord.Bench.Core;

/// <summary>From bytes in memory to a data set: to pixel data and whole, borrowed and copied.</summary>
public class ParseBenchmarks
{
    private const int MaxHead = 16 << 20;
    private static readonly DataSetReadOptions ToPixels = new() { StopAt = Tags.PixelData };
    private TransferSyntax _syntax = TransferSyntax.ExplicitVrLittleEndian;
    private byte[] _file = [], _dataSet = [], _sr = [], _enhanced = [];

    [Params("Implicit", "Explicit")]
    public string Syntax { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _syntax = Syntax == "Implicit" ? TransferSyntax.ImplicitVrLittleEndian : TransferSyntax.ExplicitVrLittleEndian;
        _file = Part10.ToArray(BenchObjects.Ct, _syntax);
        _dataSet = DataSetWriter.ToArray(BenchObjects.Ct, _syntax);
        _sr = Part10.ToArray(BenchObjects.Sr, _syntax);
        _enhanced = Part10.ToArray(BenchObjects.Enhanced, _syntax);
    }

    [Benchmark] public DataSet CtFileToPixelData() => Part10.Read(_file, ToPixels).DataSet;

    [Benchmark] public DataSet? CtHeadCopied() =>
        DataSetHead.TryRead(new ReadOnlySequence<byte>(_dataSet), _syntax, MaxHead, isWhole: false, out var head, out _) ? head : null;

    [Benchmark] public DataSet CtFileWhole() => Part10.Read(_file).DataSet;

    [Benchmark] public DataSet SrWhole() => Part10.Read(_sr).DataSet;

    [Benchmark] public DataSet EnhancedToPixelData() => Part10.Read(_enhanced, ToPixels).DataSet;

    [Benchmark] public int CtTokens()
    {
        var reader = new DicomTokenReader(new(_dataSet), isFinalBlock: true, new DicomTokenState(_syntax));
        var count = 0;
        while (reader.Read()) count++;
        return count;
    }
}
