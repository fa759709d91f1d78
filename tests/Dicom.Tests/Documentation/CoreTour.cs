using System.Buffers;
using System.Net;
using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Dicom.Json;
using Concord.Network;
using Concord.Network.Dimse;
using Concord.Network.ServiceClasses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Dicom.Tests.Documentation;

/// <summary>The code of <c>docs/dicom-core.md</c>: what stands there stands here, between <c>// tour:</c> and <c>// end</c>, and runs.</summary>
public sealed class CoreTour : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-tour").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact] public void A_file_is_opened()
    {
        var path = WriteReport();

        // tour: open a file
        byte[] file = File.ReadAllBytes(path);
        (Part10Head head, DataSet report) = Part10.Read(file);

        Uid sopClass = report.GetUid(Tags.SOPClassUID)!.Value;
        string what = $"{UidDictionary.NameOf(sopClass)} in {head.TransferSyntax.Uid}";
        PersonName? patient = report.GetPersonName(Tags.PatientName);
        string? description = report.GetString(Tags.StudyDescription);   // null: not there, or empty
        // end

        Assert.Equal("Basic Text SR Storage in 1.2.840.10008.1.2.1", what);
        Assert.Equal(new PersonName("Zhang^San", "张^三"), patient);
        Assert.Null(description);
    }

    [Fact] public void A_sequence_is_walked()
    {
        var (_, report) = Part10.Read(File.ReadAllBytes(WriteReport()));

        // tour: walk a sequence
        var lines = new List<string>();
        foreach (DataSet item in report.GetItems(Tags.ContentSequence))
        {
            DataSet? name = item.GetItems(Tags.ConceptNameCodeSequence) is [var first, ..] ? first : null;
            lines.Add($"{name?.GetString(Tags.CodeMeaning)}: {item.GetString(Tags.TextValue)}");
        }

        static int Count(DataSet dataSet)          // every element, at every depth
        {
            var count = dataSet.Count;
            foreach (DataElement element in dataSet)
                foreach (SequenceItem item in element.Items ?? []) count += Count(item.DataSet);
            return count;
        }
        // end

        Assert.Equal(["发现: 未见异常", "结论: 正常"], lines);
        Assert.Equal(17, Count(report));
    }

    [Fact] public void An_object_is_made_and_written()
    {
        // tour: make and write
        var dataSet = new DataSet()
            .SetString(Tags.SpecificCharacterSet, "GB18030")                    // first: text is encoded as it is set
            .SetUid(Tags.SOPClassUID, Uids.SecondaryCaptureImageStorage)
            .SetUid(Tags.SOPInstanceUID, Uid.Parse("2.25.1"))
            .SetString(Tags.PatientName, "Zhang^San=张^三")
            .SetDoubles(Tags.PixelSpacing, [0.5, 0.5])                          // the VR is the dictionary's: DS
            .SetUid(Tags.StudyInstanceUID, Uid.Parse("2.25.2"));
        dataSet.SetItems(Tags.AnatomicRegionSequence, dataSet.NewItem()        // an item's text is in the character set of what it lies in
            .SetString(Tags.CodeValue, "51185008").SetString(Tags.CodingSchemeDesignator, "SCT").SetString(Tags.CodeMeaning, "胸部"));

        byte[] littleEndian = Part10.ToArray(dataSet, TransferSyntax.ExplicitVrLittleEndian);
        byte[] deflated = Part10.ToArray(dataSet, TransferSyntax.DeflatedExplicitVrLittleEndian);

        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json)) DicomJsonWriter.Write(writer, dataSet);
        // end

        Assert.Equal("张^三", Part10.Read(deflated).DataSet.GetPersonName(Tags.PatientName)!.Ideographic);
        Assert.Equal("胸部", Part10.Read(deflated).DataSet.GetItems(Tags.AnatomicRegionSequence)[0].GetString(Tags.CodeMeaning));
        Assert.Equal(0.5, Part10.Read(littleEndian).DataSet.GetDouble(Tags.PixelSpacing, 1));
        Assert.Contains("\"Ideographic\":\"\\u5F20^\\u4E09\"", System.Text.Encoding.UTF8.GetString(json.WrittenSpan), StringComparison.Ordinal);
    }

    [Fact] public void Only_the_head_is_read()
    {
        byte[] file = File.ReadAllBytes(WriteImage());

        // tour: read only the head
        var untilPixels = new DataSetReadOptions { StopAt = Tags.PixelData, SkipValuesOver = 64 * 1024 };
        DataSet beforePixels = Part10.Read(file, untilPixels).DataSet;
        // end

        Assert.Equal(2, beforePixels.GetInt(Tags.Rows));
        Assert.False(beforePixels.Contains(Tags.PixelData));
    }

    [Fact] public void Tokens_are_streamed()
    {
        var (head, dataSet) = Part10.Read(File.ReadAllBytes(WriteImage()));
        byte[] bytes = DataSetWriter.ToArray(dataSet, head.TransferSyntax);

        // tour: stream tokens
        var reader = new DicomTokenReader(new ReadOnlySequence<byte>(bytes), isFinalBlock: true, new DicomTokenState(head.TransferSyntax));
        long pixelBytes = 0;
        while (reader.Read())                        // nothing is allocated, no value is copied; what is not asked for is passed over
        {
            if (reader.TokenType == DicomTokenType.Element && reader.Tag == Tags.PixelData) pixelBytes = reader.Length;
        }
        // end

        Assert.Equal(8, pixelBytes);
    }

    [Fact] public async Task A_study_is_sent_and_received()
    {
        var (_, image) = Part10.Read(await File.ReadAllBytesAsync(WriteImage()));
        var (_, report) = Part10.Read(await File.ReadAllBytesAsync(WriteReport()));
        DataSet[] study = [image, report];

        // tour: receive
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseDicom()));
        builder.Services.AddLogging().AddDicomNetwork(options => options.AeTitle = "TOUR");
        builder.Services.AddSingleton<IStorageProvider, CountingStorage>();
        await using var host = builder.Build();
        await host.StartAsync();
        // end

        var port = new Uri(host.Urls.First()).Port;
        var cancel = CancellationToken.None;

        // tour: send a study
        var client = new DicomClient(new RemotePeer("TOUR", "127.0.0.1", port), new NetworkOptions { AeTitle = "NEWCOMER" });
        DimseStatus echo = await client.Echo(cancel);

        var objects = study.Select(dataSet => new OutgoingDataSet(dataSet, TransferSyntax.ExplicitVrLittleEndian));
        await foreach (StoreResult result in client.Store(objects, cancel))     // one association, one result an object
        {
            if (!result.Status.IsSuccess) Console.Error.WriteLine($"{result.Status.Code:X4} {result.Status.ErrorComment}");
        }
        // end

        Assert.True(echo.IsSuccess);
        Assert.Equal(2, ((CountingStorage)host.Services.GetRequiredService<IStorageProvider>()).Kept);
    }

    // tour: keep what comes
    private sealed class CountingStorage : IStorageProvider
    {
        private int _kept;

        public int Kept => _kept;

        public ValueTask<IIncomingObject> Begin(StoreRequest request, AssociationPeer peer, CancellationToken cancel) =>
            new(new Incoming(this));

        private sealed class Incoming(CountingStorage owner) : IIncomingObject
        {
            public ValueTask Append(ReadOnlySequence<byte> fragment, CancellationToken cancel) => default;   // borrowed: copy what you keep

            public ValueTask<DimseStatus> Complete(CancellationToken cancel)                                  // durable first, then Success
            {
                Interlocked.Increment(ref owner._kept);
                return new(DimseStatus.Success);
            }

            public ValueTask DisposeAsync() => default;                                                       // without Complete: nothing is kept
        }
    }
    // end

    private string WriteImage() => Write("image.dcm", new DataSet()
        .SetUid(Tags.SOPClassUID, Uids.SecondaryCaptureImageStorage)
        .SetUid(Tags.SOPInstanceUID, Uid.Parse("2.25.11"))
        .SetInt(Tags.Rows, 2).SetInt(Tags.Columns, 2)
        .Set(new DataElement(Tags.PixelData, Vr.OW, new byte[8])));

    private string WriteReport()
    {
        var report = new DataSet()
            .SetString(Tags.SpecificCharacterSet, "ISO_IR 192")
            .SetUid(Tags.SOPClassUID, Uids.BasicTextSRStorage)
            .SetUid(Tags.SOPInstanceUID, Uid.Parse("2.25.12"))
            .SetString(Tags.PatientName, "Zhang^San=张^三");
        return Write("report.dcm", report.SetItems(Tags.ContentSequence, Text(report, "121071", "发现", "未见异常"), Text(report, "121077", "结论", "正常")));
    }

    private static DataSet Text(DataSet report, string code, string meaning, string value) => report.NewItem()
        .SetString(Tags.ValueType, "TEXT")
        .SetItems(Tags.ConceptNameCodeSequence, report.NewItem().SetString(Tags.CodeValue, code).SetString(Tags.CodingSchemeDesignator, "DCM").SetString(Tags.CodeMeaning, meaning))
        .SetString(Tags.TextValue, value);

    private string Write(string name, DataSet dataSet)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, Part10.ToArray(dataSet, TransferSyntax.ExplicitVrLittleEndian));
        return path;
    }
}
