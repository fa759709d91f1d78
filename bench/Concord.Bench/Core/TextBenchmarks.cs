using BenchmarkDotNet.Attributes;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;

namespace Concord.Bench.Core;

/// <summary>A person name in its bytes to text and back, each repertoire.</summary>
public class TextBenchmarks
{
    private SpecificCharacterSet _set = SpecificCharacterSet.Default;
    private string _text = "";
    private byte[] _bytes = [];

    [Params("ISO_IR 100", "ISO_IR 192", "GB18030", "GBK", @"\ISO 2022 IR 149", @"\ISO 2022 IR 87")]
    public string Terms { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _set = SpecificCharacterSet.Of(Terms.Split('\\'));
        _text = Terms switch
        {
            "ISO_IR 100" => "Müller^Jürgen",
            @"\ISO 2022 IR 149" => "Hong^Gildong=洪^吉洞=홍^길동",
            @"\ISO 2022 IR 87" => "Yamada^Tarou=山田^太郎=やまだ^たろう",
            _ => "Wang^Xiaodong=王^小东",
        };
        if (!_set.TryEncode(_text, Vr.PN, out _bytes)) throw new InvalidOperationException($"{Terms} does not hold its name.");
    }

    [Benchmark] public string Decode() => _set.Decode(_bytes, Vr.PN);

    [Benchmark] public bool Encode() => _set.TryEncode(_text, Vr.PN, out _);
}
