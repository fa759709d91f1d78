using System.Text;
using System.Text.Json.Nodes;
using Concord.Server.Hosting;
using Concord.Server.Settings;
using Microsoft.Extensions.Logging;

namespace Archive.Tests.Server;

/// <summary>Settings over HTTP: told, and some of them changed while the archive runs.</summary>
public sealed class SettingsApiTests
{
    [Fact]
    public async Task Every_setting_is_told_with_its_value_and_no_secret_is()
    {
        await using var server = await TestServer.Start(settings => settings with
        {
            Http = settings.Http with { Credential = "bearer:very-secret-token" },
            Server = settings.Server with { Peers = ["A@h:1"] },
        });
        using var answer = await server.Get("api/settings", headers: headers => headers.Authorization = new("Bearer", "very-secret-token"));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("very-secret", text, StringComparison.Ordinal);
        var told = JsonNode.Parse(text)!["settings"]!.AsArray().ToDictionary(one => (string)one!["name"]!, one => one!, StringComparer.Ordinal);
        Assert.Equal((true, true), ((bool)told["Http:Credential"]["isSecret"]!, (bool)told["Http:Credential"]["isSet"]!));
        Assert.Null(told["Http:Credential"]["value"]);
        Assert.Equal(0, (int)told["Server:HttpPort"]["value"]!);
        Assert.Equal("8080", (string)told["Server:HttpPort"]["default"]!);
        Assert.Equal("""["A@h:1"]""", told["Server:Peers"]["value"]!.ToJsonString());
        Assert.Equal((true, false), ((bool)told["Server:LogLevel"]["isLive"]!, (bool)told["Server:HttpPort"]["isLive"]!));
        foreach (var name in LiveSettings.Names) Assert.True((bool)told[name]["isLive"]!);
        foreach (var property in typeof(ArchiveSettings).GetProperties().Where(property => property.PropertyType.IsClass && property.Name != "EqualityContract"))
            foreach (var setting in property.PropertyType.GetProperties().Where(setting => setting.SetMethod is not null))
            {
                var row = told[$"{property.Name}:{setting.Name}"];
                Assert.NotEmpty((string)row["meaning"]!);
                var mayHide = new[] { "Password", "Passcode", "Secret", "Credential" }.Any(word => setting.Name.EndsWith(word, StringComparison.Ordinal));
                Assert.Equal(mayHide, row["isSecret"] is not null);
            }
    }

    [Fact]
    public async Task Live_settings_hold_at_once_and_say_who_changed_them()
    {
        await using var server = await TestServer.Start();
        Assert.Equal(200, (await Put(server, "Sends:MaxAttempts", "7")).Status);
        Assert.Equal(7, server.Server.Settings.Sends.MaxAttempts);
        Assert.Equal(200, (await Put(server, "dicom:moveretries", "0")).Status);
        Assert.Equal(0, server.Server.Settings.Dicom.MoveRetries);
        var (status, answer) = await Put(server, "Server:LogLevel", "\"debug\"");
        Assert.Equal((200, "Debug", "127.0.0.1"), (status, (string)answer!["value"]!, (string)answer["changedBy"]!));
        var told = JsonNode.Parse(await server.Client.GetStringAsync(new Uri("api/settings", UriKind.Relative)))!["settings"]!.AsArray();
        Assert.Equal("Debug", (string)told.Single(one => (string)one!["name"]! == "Server:LogLevel")!["value"]!);
    }

    [Fact]
    public async Task What_cannot_be_changed_is_told_why()
    {
        await using (var server = await TestServer.Start())
        {
            foreach (var name in new[] { "Server:HttpPort", "Http:Credential", "Policy:AdminUsers", "Vault:Folder" })
            {
                var (status, answer) = await Put(server, name, "1");
                Assert.Equal(409, status);
                Assert.Contains("start the archive anew", (string)answer!["detail"]!, StringComparison.Ordinal);
            }
            foreach (var name in new[] { "Server", "Server:None", "Sends:MaxQueued:0", "..", new string('x', 3000) }) Assert.Equal(404, (await Put(server, Uri.EscapeDataString(name), "1")).Status);
            foreach (var value in new[] { "0", "-1", "1.5", "99999999999", "\"5\"", "null", "[]", "{}", "true" }) Assert.Equal(400, (await Put(server, "Sends:Parallel", value)).Status);
            foreach (var value in new[] { "7", "\"7\"", "\"Loud\"", "\"\"", "null" }) Assert.Equal(400, (await Put(server, "Server:LogLevel", value)).Status);
            foreach (var body in new[] { "", "5", "[]", "{}", new string('[', 500) }) Assert.Equal(400, (await PutBody(server, "Sends:Parallel", body)).Status);
            Assert.Equal(413, (await PutBody(server, "Sends:Parallel", new string(' ', 32 << 10))).Status);
            Assert.Equal(2, server.Server.Settings.Sends.Parallel);
        }
        await using (var server = await TestServer.Start(settings => settings with { Policy = settings.Policy with { AdminUsers = ["ann"] } }))
        {
            Assert.Equal(403, (await Put(server, "Sends:Parallel", "1")).Status);
            Assert.Equal(403, (await server.Post("api/peers", """{"aeTitle":"ELSEWHERE","host":"127.0.0.1","port":104}"""u8.ToArray(), "application/json")).Status);
            using var removed = await server.Get("api/peers/ELSEWHERE", method: HttpMethod.Delete);
            Assert.Equal(403, (int)removed.StatusCode);
        }
    }

    [Fact]
    public void The_level_of_the_log_is_that_of_the_moment_and_the_framework_speaks_from_warning_on()
    {
        var threshold = new LogThreshold(LogLevel.Warning);
        using var captured = new CapturedLogs();
        using var logs = LoggerFactory.Create(logging =>
        {
            ServerLogging.Configure(logging, threshold);
            logging.AddProvider(captured);
        });
        ILogger own = logs.CreateLogger("Concord.X"), framework = logs.CreateLogger("Microsoft.X"), host = logs.CreateLogger("Microsoft.Extensions.Hosting.Internal.Host");
        Assert.Equal((true, false, false, true, false), (own.IsEnabled(LogLevel.Warning), own.IsEnabled(LogLevel.Debug), framework.IsEnabled(LogLevel.Information), framework.IsEnabled(LogLevel.Warning), host.IsEnabled(LogLevel.Critical)));
        threshold.Level = LogLevel.Debug;
        Assert.Equal((true, false, false), (own.IsEnabled(LogLevel.Debug), own.IsEnabled(LogLevel.Trace), framework.IsEnabled(LogLevel.Information)));
        threshold.Level = LogLevel.None;
        Assert.False(own.IsEnabled(LogLevel.Critical));
    }

    private static Task<(int Status, JsonNode? Body)> Put(TestServer server, string name, string value) => PutBody(server, name, $"{{\"value\":{value}}}");

    private static async Task<(int Status, JsonNode? Body)> PutBody(TestServer server, string name, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await server.Client.PutAsync(new Uri("api/settings/" + name, UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length > 0 ? JsonNode.Parse(text) : null);
    }
}
