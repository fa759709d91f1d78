using Concord.Dicom.Dictionary;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Dicom.Json;
using FsCheck;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace Dicom.Tests.Encoding;

/// <summary>What no peer should send: it is refused with <see cref="DicomFormatException"/> or read, in bounded time and memory.</summary>
public sealed class HostileInputTests(ITestOutputHelper output)
{
    private const long MaxInflated = 128 << 20;

    [Fact] public void Malformed_files_are_accepted_or_refused_as_the_table_says()
    {
        if (Corpus.Root is null) output.WriteLine("No corpus on this machine.");
        foreach (var row in Corpus.Rows("malformed/dicom.csv"))
        {
            var file = Corpus.Read("malformed/dicom/" + row["file"]);
            var damage = Refusal(file); // tables that are made once are made here
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(damage, Refusal(file));
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.False(row["expect"] == "accept" && damage is not null, $"{row["file"]}: {damage}");
            Assert.False(row["expect"] == "reject" && damage is null, $"{row["file"]} was read");
            var limit = row["category"] == "deflate" ? 4 * MaxInflated : (64L * file.Length) + 100_000;
            Assert.True(allocated < limit, $"{row["file"]} of {file.Length} bytes took {allocated}");
        }
    }

    [Fact] public void Damaged_bytes_are_refused_or_read()
    {
        byte[][] seeds = [.. Seeds()];
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll<int, (int At, byte To)[]>((which, changes) =>
        {
            var bytes = seeds[(which & 0xFFFF) % seeds.Length].ToArray();
            foreach (var (at, to) in changes) bytes[(at & 0x7FFFFFFF) % bytes.Length] = to;
            _ = Refusal(bytes);
            foreach (var syntax in new[] { TransferSyntax.ImplicitVrLittleEndian, TransferSyntax.ExplicitVrLittleEndian, TransferSyntax.ExplicitVrBigEndian })
                _ = RefusalOf(() => DataSetReader.Read(bytes, syntax));
        }));
    }

    [Fact] public void Truncated_objects_are_refused_or_read_at_every_length()
    {
        foreach (var seed in Seeds())
            for (var length = 0; length < seed.Length; length++)
                _ = Refusal(seed[..length]);
    }

    [Fact] public void A_group_length_of_group_0000_in_an_item_does_not_shift_what_follows()
    {
        var item = new DataSet().Set(new DataElement(new Tag(0, 0), Vr.UT, new byte[2])).SetInt(Tags.Rows, 5);
        var outer = new DataSet().SetItems(Tags.ReferencedImageSequence, item).SetInt(Tags.Columns, 7);
        foreach (var syntax in Samples.NativeSyntaxes) Assert.Equal(7, DataSetReader.Read(DataSetWriter.ToArray(outer, syntax), syntax).GetInt(Tags.Columns));
    }

    [Theory]
    [InlineData("fuzz_group_0000_in_item.dcm", true), InlineData("fuzz_charset_is_a_sequence.dcm", true), InlineData("fuzz_three_bytes.dcm", false)]
    public void What_the_fuzzer_found_goes_through_every_syntax_and_JSON(string name, bool isReadable)
    {
        var file = File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "Fixtures", "malformed", name));
        Assert.Equal(isReadable, Refusal(file) is null);
        if (!isReadable) return;
        var dataSet = Part10.Read(file).DataSet;
        foreach (var syntax in Samples.NativeSyntaxes) Assert.Equal(dataSet.Count, DataSetReader.Read(DataSetWriter.ToArray(dataSet, syntax), syntax).Count);
        using var json = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(json)) DicomJsonWriter.Write(writer, dataSet);
        var reader = new System.Text.Json.Utf8JsonReader(json.ToArray());
        Assert.Equal(dataSet.Count, DicomJsonReader.Read(ref reader).Count);
    }

    private static IEnumerable<byte[]> Seeds()
    {
        var rich = Samples.Rich();
        foreach (var syntax in Samples.NativeSyntaxes) yield return Part10.ToArray(rich, syntax);
    }

    private static string? Refusal(byte[] file) => RefusalOf(() =>
    {
        var (head, dataSet) = Part10.Read(file, new DataSetReadOptions { MaxInflatedBytes = MaxInflated });
        using var json = new System.Text.Json.Utf8JsonWriter(Stream.Null);
        if (!head.TransferSyntax.IsDeflated) DicomJsonWriter.Write(json, dataSet);
        DataSetHead.TryRead(Blocks.Of(file.AsMemory((int)head.DataSetOffset), 1000), head.TransferSyntax, 64 << 20, isWhole: true, out _, out _);
    });

    private static string? RefusalOf(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (DicomFormatException damage)
        {
            return damage.Message;
        }
    }
}
