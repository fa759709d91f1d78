using System.Globalization;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using FsCheck;
using FsCheck.Fluent;

namespace Dicom.Tests.Encoding;

/// <summary>decode ∘ encode = identity, for every VR and every native transfer syntax.</summary>
public sealed class VrRoundTripTests
{
    private static readonly Tag Private = new(0x0029, 0x1001); // of no known creator: its VR is what the data say

    public static TheoryData<Vr> Vrs => new(Enum.GetValues<Vr>().Where(vr => vr is not (Vr.None or Vr.SQ)));

    [Theory, MemberData(nameof(Vrs))]
    public void Any_value_comes_back(Vr vr) => Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll<byte[]>(bytes =>
    {
        var size = vr == Vr.AT ? 4 : Math.Max(vr.UnitSize, 2);
        var value = bytes.AsMemory(0, bytes.Length / size * size);
        var dataSet = new DataSet().Set(new DataElement(Private, vr, value));
        foreach (var syntax in Samples.NativeSyntaxes)
        {
            var read = DataSetReader.Read(DataSetWriter.ToArray(dataSet, syntax), syntax);
            var element = read[Private];
            Assert.Equal(syntax.IsExplicitVr ? vr : Vr.UN, element.Vr);
            // back in Little Endian it is what it was
            var little = DataSetReader.Read(DataSetWriter.ToArray(read, TransferSyntax.ExplicitVrLittleEndian), TransferSyntax.ExplicitVrLittleEndian);
            Assert.True(little[Private].Value.Span.SequenceEqual(value.Span));
        }
    }));

    [Theory]
    [InlineData(Vr.US)]
    [InlineData(Vr.SS)]
    [InlineData(Vr.UL)]
    [InlineData(Vr.SL)]
    [InlineData(Vr.SV)]
    [InlineData(Vr.UV)]
    [InlineData(Vr.AT)]
    [InlineData(Vr.IS)]
    public void Whole_numbers_come_back_in_either_byte_order(Vr vr) => Check.One(Config.QuickThrowOnFailure, Prop.ForAll<long[]>(numbers =>
    {
        var limited = numbers.Select(number => Limit(vr, number)).ToArray();
        foreach (var order in new[] { ByteOrder.LittleEndian, ByteOrder.BigEndian })
        {
            var dataSet = new DataSet(order).SetInts(Private, limited, vr);
            foreach (var syntax in Samples.NativeSyntaxes.Where(syntax => syntax.IsExplicitVr))
            {
                var read = DataSetReader.Read(DataSetWriter.ToArray(dataSet, syntax), syntax);
                for (var i = 0; i < limited.Length; i++) Assert.Equal(limited[i], read.GetInt(Private, i));
                Assert.Null(read.GetInt(Private, limited.Length));
            }
        }
    }));

    [Theory]
    [InlineData(Vr.FL)]
    [InlineData(Vr.FD)]
    public void Real_numbers_come_back_in_either_byte_order(Vr vr) => Check.One(Config.QuickThrowOnFailure, Prop.ForAll<double[]>(numbers =>
    {
        var limited = numbers.Select(number => vr == Vr.FL ? (float)number : number).ToArray();
        foreach (var order in new[] { ByteOrder.LittleEndian, ByteOrder.BigEndian })
        {
            var dataSet = new DataSet(order).SetDoubles(Private, limited, vr);
            var read = DataSetReader.Read(DataSetWriter.ToArray(dataSet, TransferSyntax.ExplicitVrBigEndian), TransferSyntax.ExplicitVrBigEndian);
            for (var i = 0; i < limited.Length; i++) Assert.Equal(limited[i], read.GetDouble(Private, i));
            Assert.Equal(limited.Select(number => vr == Vr.FL ? ((float)number).ToString("R", CultureInfo.InvariantCulture) : number.ToString("R", CultureInfo.InvariantCulture)), read.GetStrings(Private));
        }
    }));

    [Fact] public void Value_too_long_for_its_vr_goes_as_unknown()
    {
        var text = new string('x', 70_000);
        var dataSet = new DataSet().SetString(Tags.PatientComments, text, Vr.LT);
        var bytes = DataSetWriter.ToArray(dataSet, TransferSyntax.ExplicitVrLittleEndian);
        Assert.Equal("UN"u8.ToArray(), bytes[4..6]);
        var read = DataSetReader.Read(bytes, TransferSyntax.ExplicitVrLittleEndian);
        Assert.Equal(text, read.GetString(Tags.PatientComments));
        var plain = DataSetReader.Read(DataSetWriter.ToArray(dataSet, TransferSyntax.ImplicitVrLittleEndian), TransferSyntax.ImplicitVrLittleEndian);
        Assert.Equal(Vr.LT, plain[Tags.PatientComments].Vr);
    }

    [Fact] public void Objects_of_the_corpus_survive_every_native_syntax()
    {
        foreach (var row in Corpus.Manifest(stride: 13))
        {
            if (row["struct"].Contains("err=", StringComparison.Ordinal) || row["struct"].Contains("frag=", StringComparison.Ordinal)) continue;
            var dataSet = Concord.Dicom.Files.Part10.Read(Corpus.Read(row["path"])).DataSet;
            var expected = DataSetWriter.ToArray(Detached(dataSet), TransferSyntax.ExplicitVrLittleEndian);
            foreach (var syntax in Samples.NativeSyntaxes.Where(syntax => syntax.IsExplicitVr))
            {
                var read = DataSetReader.Read(DataSetWriter.ToArray(dataSet, syntax), syntax);
                Assert.True(expected.AsSpan().SequenceEqual(DataSetWriter.ToArray(Detached(read), TransferSyntax.ExplicitVrLittleEndian)), $"{row["path"]} {syntax.Keyword}");
            }
        }
    }

    /// <summary>The data set as one that was changed: written without group lengths and with even values.</summary>
    private static DataSet Detached(DataSet dataSet)
    {
        var marker = new Tag(0xFFFD, 0x1000);
        dataSet.Set(new DataElement(marker, Vr.UN, default)).Remove(marker);
        return dataSet;
    }

    private static long Limit(Vr vr, long number) => vr switch
    {
        Vr.US => (ushort)number,
        Vr.SS => (short)number,
        Vr.UL or Vr.AT => (uint)number,
        Vr.SL or Vr.IS => (int)number,
        _ => number,
    };
}
