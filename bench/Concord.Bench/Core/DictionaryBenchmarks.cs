using BenchmarkDotNet.Attributes;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Bench.Core;

/// <summary>Look-ups, a hundred each: by tag in the order of a data set, by keyword, by private creator.</summary>
public class DictionaryBenchmarks
{
    private const int Count = 100;
    private readonly Tag[] _tags = [.. Enumerable.Range(0, Count).Select(i => BenchObjects.Ct.ElementAt(i % BenchObjects.Ct.Count).Tag)];
    private string[] _keywords = [];

    [GlobalSetup]
    public void Setup() => _keywords = [.. _tags.Select(tag => DataDictionary.TryFind(tag, out var found) ? found.Keyword : "PatientName")];

    [Benchmark(OperationsPerInvoke = Count)] public int VrOfTag()
    {
        var sum = 0;
        foreach (var tag in _tags) sum += (int)DataDictionary.VrOf(tag);
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Count)] public int DefinitionOfTag()
    {
        var found = 0;
        foreach (var tag in _tags) found += DataDictionary.TryFind(tag, out _) ? 1 : 0;
        return found;
    }

    [Benchmark(OperationsPerInvoke = Count)] public uint TagOfKeyword()
    {
        var sum = 0u;
        foreach (var keyword in _keywords) sum += DataDictionary.TryFindTag(keyword, out var tag) ? tag.Value : 0;
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Count)] public int VrOfPrivateTag()
    {
        var sum = 0;
        for (ushort i = 0; i < Count; i++) sum += (int)DataDictionary.PrivateVrOf(new Tag(0x0029, (ushort)(0x1000 | i)), "SIEMENS CSA HEADER"u8);
        return sum;
    }
}
