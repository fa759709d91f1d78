using System.Text.Json;
using Whole.Tests.Browser;
using Whole.Tests.Harness;

namespace Whole.Tests.Peers;

/// <summary><c>dicomweb-client</c>, the library that browser viewers speak through, in a real browser of the same origin.</summary>
[Collection(DemoCollection.Name)]
public sealed class DicomwebClientTests(DemoArchive demo)
{
    internal const string Script = """
        async ({ root, study, series, instance, files }) => {
          const client = new DICOMwebClient.api.DICOMwebClient({ url: root });
          const buffers = files.map(text => Uint8Array.from(atob(text), c => c.charCodeAt(0)).buffer);
          await client.storeInstances({ datasets: buffers });
          const ids = { studyInstanceUID: study, seriesInstanceUID: series, sopInstanceUID: instance };
          const studies = await client.searchForStudies({ queryParams: { StudyInstanceUID: study } });
          const found = await client.searchForInstances({ studyInstanceUID: study, seriesInstanceUID: series });
          const metadata = await client.retrieveSeriesMetadata(ids);
          const object = await client.retrieveInstance(ids);
          const frames = await client.retrieveInstanceFrames({ ...ids, frameNumbers: [1] });
          const all = await client.retrieveSeries(ids);
          let text = '';
          for (const byte of new Uint8Array(object)) text += String.fromCharCode(byte);
          return { studies: studies.length, found: found.length, metadata: metadata.length, object: btoa(text), frame: frames[0].byteLength, all: all.length };
        }
        """;

    [Fact]
    public async Task Dicomweb_client_stores_searches_and_retrieves()
    {
        var complaints = new List<string>();
        var page = await demo.NewPage(complaints);
        await page.GotoAsync(new Uri(demo.Http, "/healthz/live").ToString());
        await page.AddScriptTagAsync(new() { Path = Repository.At(".cache", "test-clients", "node_modules", "dicomweb-client", "build", "dicomweb-client.js") });
        var slices = TestObject.Series(3);
        var said = await page.EvaluateAsync<JsonElement>(Script, new
        {
            root = new Uri(demo.Http, "/dicom-web").ToString(), study = slices[0].StudyUid, series = slices[0].SeriesUid, instance = slices[1].SopUid,
            files = slices.Select(s => Convert.ToBase64String(s.Part10())).ToArray(),
        });

        Assert.Equal((1, 3, 3, 3), (Number("studies"), Number("found"), Number("metadata"), Number("all")));
        Assert.Equal(32 * 32 * 2, Number("frame"));
        DataSetBytes.AssertSame(slices[1].DataSet(), DataSetBytes.Of(said.GetProperty("object").GetBytesFromBase64()), "by dicomweb-client");
        Assert.Empty(complaints);

        int Number(string name) => said.GetProperty(name).GetInt32();
    }
}
