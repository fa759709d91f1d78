using System.Text.Json.Nodes;

namespace Whole.Tests.Harness;

/// <summary>Short ways into DICOM JSON (PS3.18 Annex F).</summary>
internal static class JsonDataSets
{
    /// <summary>The first value as text, "" where there is none; of a person name the alphabetic group.</summary>
    public static string Text(this JsonObject dataSet, string tag) => dataSet.Values(tag).FirstOrDefault() ?? "";

    public static int Number(this JsonObject dataSet, string tag) =>
        int.Parse(dataSet.Text(tag), System.Globalization.CultureInfo.InvariantCulture);

    public static IEnumerable<string> Values(this JsonObject dataSet, string tag) =>
        dataSet[tag]?["Value"]?.AsArray().Select(v => v is JsonObject name ? name["Alphabetic"]?.ToString() ?? "" : v?.ToString() ?? "") ?? [];

    /// <summary>A person name with all its groups joined by '='.</summary>
    public static string Name(this JsonObject dataSet, string tag)
    {
        if (dataSet[tag]?["Value"]?[0] is not JsonObject name) return "";
        return string.Join('=', new[] { "Alphabetic", "Ideographic", "Phonetic" }.Select(g => name[g]?.ToString() ?? "")).TrimEnd('=');
    }
}
