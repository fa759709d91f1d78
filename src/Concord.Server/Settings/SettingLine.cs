using System.Text.Json;
using Concord.Server.Describing;

namespace Concord.Server.Settings;

/// <summary>A setting as <see cref="SettingsJson"/> tells it, for <c>/openapi.json</c>.</summary>
/// <param name="Value">Of any kind: rules are lists of objects. Null of a secret.</param>
/// <param name="IsSecret">Its value is not told; given of secrets only, as <paramref name="IsSet"/> is.</param>
[OmitsNulls]
internal sealed record SettingLine(
    string Name, JsonElement Value, string? Default, string? Bounds, string Meaning, bool IsLive, bool? IsSecret, bool? IsSet, DateTimeOffset? ChangedAt, string? ChangedBy);

/// <summary>All of them.</summary>
internal sealed record SettingList(IReadOnlyList<SettingLine> Settings);

/// <summary>What a setting is to be.</summary>
internal sealed record SettingValue(JsonElement Value);
