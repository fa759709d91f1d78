using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Backup;

/// <summary>One line of a restore point, or of a list of bundles that it names. Names are short: a large archive has millions.</summary>
/// <param name="Kind">One of the constants; what a line of a kind has is said there.</param>
internal sealed record BackupLine([property: JsonPropertyName("k")] string Kind)
{
    /// <summary>First line of a restore point: number, time, layout of the data folder, SHA-256 of the restore point before.</summary>
    public const string PointKind = "point";

    /// <summary>A folder of up to 1,024 bundles: path, object that holds its lines, count and bytes of its bundles, count of objects in them.</summary>
    public const string ListKind = "list";

    /// <summary>A sealed bundle: number, path, object, length, time of its file, entries.</summary>
    public const string SealedKind = "sealed";

    /// <summary>A bundle that was open, up to its last whole entry: as a sealed one.</summary>
    public const string OpenKind = "open";

    /// <summary>Any other file: path, objects that make it up, length, time, mode.</summary>
    public const string FileKind = "file";

    /// <summary>Last line of a restore point: sums over all bundles, and the number of lines before it.</summary>
    public const string EndKind = "end";

    [JsonPropertyName("n")] public long? Number { get; init; }

    [JsonPropertyName("at")] public DateTimeOffset? At { get; init; }

    [JsonPropertyName("layout")] public string? Layout { get; init; }

    [JsonPropertyName("before")] public string? Before { get; init; }

    /// <summary>Relative to the data folder, with slashes.</summary>
    [JsonPropertyName("p")] public string? Path { get; init; }

    [JsonPropertyName("b")] public long? BundleId { get; init; }

    /// <summary>SHA-256 of the object, lower-case hex.</summary>
    [JsonPropertyName("h")] public string? Sha256 { get; init; }

    /// <summary>SHA-256 of each piece, in order.</summary>
    [JsonPropertyName("x")] public IReadOnlyList<string>? Pieces { get; init; }

    [JsonPropertyName("len")] public long? Length { get; init; }

    /// <summary>When the file was last written, ticks UTC.</summary>
    [JsonPropertyName("m")] public long? Written { get; init; }

    [JsonPropertyName("mode")] public int? Mode { get; init; }

    [JsonPropertyName("c")] public long? Bundles { get; init; }

    [JsonPropertyName("e")] public long? Entries { get; init; }

    /// <summary>The highest number of any object in it; of a restore point, of any object or fact.</summary>
    [JsonPropertyName("hi")] public long? Highest { get; init; }

    [JsonPropertyName("lines")] public long? Lines { get; init; }

    private bool NamesObjects => ObjectName.IsValidOrNull(Sha256) && ObjectName.IsValidOrNull(Before) && (Pieces ?? []).All(ObjectName.IsValid);

    /// <summary>As it is written: CRC-32, JSON, line feed.</summary>
    public byte[] ToBytes() => JournalLines.Line(JsonSerializer.SerializeToUtf8Bytes(this, BackupJson.Default.BackupLine));

    /// <summary>Null for bytes that are no such line, or that name an object by anything but the hex digits of a SHA-256.</summary>
    public static BackupLine? TryParse(ReadOnlyMemory<byte> line)
    {
        if (JournalLines.JsonOf(line) is not { } json) return null;
        try
        {
            return JsonSerializer.Deserialize(json.Span, BackupJson.Default.BackupLine) is { } read && read.NamesObjects ? read : null;
        }
        catch (JsonException)
        {
            return null; // the caller says that the line is damaged
        }
    }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BackupLine))]
internal sealed partial class BackupJson : JsonSerializerContext;
