using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Whole.Tests.Harness;

/// <summary>The answer of a STOW-RS request (PS3.18 §10.5.3).</summary>
internal sealed record StowAnswer(HttpStatusCode Status, JsonNode? DataSet, string Text)
{
    /// <summary>The Referenced SOP Sequence: what was stored, with its Warning Reason if there is one.</summary>
    public IEnumerable<(string SopInstanceUid, int Warning)> Stored => Items("00081199").Select(i => (Text1(i, "00081155"), Number(i, "00081196")));

    /// <summary>The Failed SOP Sequence, with the Failure Reason.</summary>
    public IEnumerable<(string SopInstanceUid, int Reason)> Failed => Items("00081198").Select(i => (Text1(i, "00081155"), Number(i, "00081197")));

    public StowAnswer AllStored()
    {
        Assert.True(Status == HttpStatusCode.OK && !Failed.Any() && Stored.Any(), $"STOW: {(int)Status} {Text}");
        return this;
    }

    private static string Text1(JsonNode item, string tag) => item[tag]?["Value"]?[0]?.ToString() ?? "";

    private static int Number(JsonNode item, string tag) =>
        int.TryParse(item[tag]?["Value"]?[0]?.ToString(), CultureInfo.InvariantCulture, out var n) ? n : 0;

    private IEnumerable<JsonNode> Items(string tag) => DataSet?[tag]?["Value"]?.AsArray().Select(n => n!) ?? [];
}
