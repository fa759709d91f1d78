using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Archive.Tests.Server;

/// <summary>The change feed over HTTP: pages, long poll, server-sent events.</summary>
public sealed class ChangeFeedTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Who_waits_is_told_as_soon_as_something_comes_and_who_waits_in_vain_gets_an_empty_answer()
    {
        await using var server = await TestServer.Start();
        var waiting = server.Get("dicom-web/changefeed?after=0&wait=60");
        Assert.False(waiting.IsCompleted);
        await server.Stow(TestImage.New().Native(TestImage.Pixels(32)));
        using var told = await waiting.WaitAsync(Patience);
        var answer = JsonNode.Parse(await told.Content.ReadAsStringAsync())!;
        Assert.NotEmpty(answer["changes"]!.AsArray());
        var last = (long)answer["lastNumber"]!;
        using var nothing = await server.Get($"dicom-web/changefeed?after={last}&wait=1").WaitAsync(Patience);
        Assert.Empty(JsonNode.Parse(await nothing.Content.ReadAsStringAsync())!["changes"]!.AsArray());
        using var wrong = await server.Get("dicom-web/changefeed?wait=long");
        Assert.Equal(400, (int)wrong.StatusCode);
    }

    [Fact]
    public async Task Who_listens_hears_every_change_once_and_goes_on_where_it_was()
    {
        await using var server = await TestServer.Start();
        await server.Stow(TestImage.New().Native(TestImage.Pixels(32)));
        List<long> heard = [];
        using (var stream = await Listen(server, null))
        {
            heard.Add(await stream.Next());
            var sent = server.Stow([.. Enumerable.Range(0, 20).Select(_ => TestImage.New().Native(TestImage.Pixels(32)))]);
            while (heard.Count < 15) heard.Add(await stream.Next());
            await sent;
        }
        using (var stream = await Listen(server, heard[^1]))
            while (heard.Count < 21) heard.Add(await stream.Next());
        Assert.Equal(Enumerable.Range(1, 21).Select(n => (long)n), heard);
    }

    [Fact]
    public async Task A_server_that_ends_does_not_wait_for_who_listens()
    {
        var server = await TestServer.Start();
        using var stream = await Listen(server, null);
        using var waiting = new HttpRequestMessage(HttpMethod.Get, new Uri("dicom-web/changefeed?wait=60", UriKind.Relative));
        var polled = server.Client.SendAsync(waiting);
        await server.Get("healthz/live"); // the others are there by now
        var ended = server.DisposeAsync().AsTask();
        var answer = await polled.WaitAsync(Patience);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(JsonNode.Parse(text)!["changes"] is JsonArray { Count: 0 }, text);
        while (await stream.Lines.ReadLineAsync().WaitAsync(Patience) is not null) { }
        await ended.WaitAsync(Patience);
    }

    private static async Task<EventStream> Listen(TestServer server, long? last)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("dicom-web/changefeed", UriKind.Relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (last is { } number) request.Headers.Add("Last-Event-ID", number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        return new(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
    }

    private sealed record EventStream(HttpResponseMessage Answer, StreamReader Lines) : IDisposable
    {
        /// <summary>The number of the next change, whose data say the same.</summary>
        public async Task<long> Next()
        {
            long id = 0;
            while (await Lines.ReadLineAsync().WaitAsync(Patience) is { } line)
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal)) id = long.Parse(line[4..], System.Globalization.CultureInfo.InvariantCulture);
                if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
                Assert.Equal(id, (long)JsonNode.Parse(line[6..])!["changeNumber"]!);
                return id;
            }
            throw new EndOfStreamException();
        }

        public void Dispose()
        {
            Lines.Dispose();
            Answer.Dispose();
        }
    }
}
