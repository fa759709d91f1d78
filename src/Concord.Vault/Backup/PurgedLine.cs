using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Backup;

/// <summary>A line of the repository's journal of purges.</summary>
/// <param name="Was">The object that held purged bytes; it is gone, or goes now.</param>
/// <param name="Now">What is left of it; null when nothing is.</param>
/// <param name="Length">Of that.</param>
/// <param name="Objects">What was purged of it.</param>
/// <param name="UpTo">Instead of all these: purges up to this fact are carried out in the whole repository.</param>
internal sealed record PurgedLine(
    [property: JsonPropertyName("was")] string? Was = null,
    [property: JsonPropertyName("now")] string? Now = null,
    [property: JsonPropertyName("len")] long? Length = null,
    [property: JsonPropertyName("st")] string? Study = null,
    [property: JsonPropertyName("se")] string? Series = null,
    [property: JsonPropertyName("purged")] IReadOnlyList<PurgedFact>? Objects = null,
    [property: JsonPropertyName("upto")] long? UpTo = null)
{
    public byte[] ToBytes() => JournalLines.Line(JsonSerializer.SerializeToUtf8Bytes(this, PurgedJson.Default.PurgedLine));

    /// <summary>Null for bytes that are no such line, or that name an object by anything but the hex digits of a SHA-256.</summary>
    public static PurgedLine? TryParse(ReadOnlyMemory<byte> line)
    {
        if (JournalLines.JsonOf(line) is not { } json) return null;
        try
        {
            return JsonSerializer.Deserialize(json.Span, PurgedJson.Default.PurgedLine) is { } read && ObjectName.IsValidOrNull(read.Was) && ObjectName.IsValidOrNull(read.Now) ? read : null;
        }
        catch (JsonException)
        {
            return null; // passed over: what it says is done again
        }
    }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PurgedLine))]
internal sealed partial class PurgedJson : JsonSerializerContext;
