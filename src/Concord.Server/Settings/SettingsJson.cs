using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Concord.Server.Settings;

/// <summary>How settings are told.</summary>
internal static class SettingsJson
{
    /// <summary>Rules hold lists, and those no further ones.</summary>
    private const int MaxDepth = 4;

    public static void Write(Utf8JsonWriter json, SettingText setting, LiveSettings live)
    {
        var value = live.ValueOf(setting);
        var isSecret = LiveSettings.Secrets.Contains(setting.FullName);
        json.WriteStartObject();
        json.WriteString("name", setting.FullName);
        json.WritePropertyName("value");
        Write(json, isSecret ? null : value, MaxDepth);
        if (setting.Default.Length > 0) json.WriteString("default", setting.Default);
        if (setting.Bounds.Length > 0) json.WriteString("bounds", setting.Bounds);
        json.WriteString("meaning", setting.Meaning);
        json.WriteBoolean("isLive", LiveSettings.Names.Contains(setting.FullName));
        if (isSecret)
        {
            json.WriteBoolean("isSecret", true);
            json.WriteBoolean("isSet", value is string { Length: > 0 });
        }
        if (live.ChangeOf(setting) is { } change)
        {
            json.WriteString("changedAt", change.At);
            json.WriteString("changedBy", change.Who);
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, object? value, int depth)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case string text: json.WriteStringValue(text); break;
            case Enum one: json.WriteStringValue(one.ToString()); break;
            case int or long or double: json.WriteNumberValue(Convert.ToDecimal(value, CultureInfo.InvariantCulture)); break;
            case IEnumerable list when depth > 0:
                json.WriteStartArray();
                foreach (var one in list) Write(json, one, depth - 1);
                json.WriteEndArray();
                break;
            case IFormattable plain: json.WriteStringValue(plain.ToString(null, CultureInfo.InvariantCulture)); break;
            default: WriteRule(json, value, depth); break;
        }
    }

    /// <summary>A rule of a list, by its properties.</summary>
    private static void WriteRule(Utf8JsonWriter json, object rule, int depth)
    {
        if (depth <= 0)
        {
            json.WriteStringValue(rule.ToString());
            return;
        }
        json.WriteStartObject();
        foreach (var property in rule.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null && property.GetIndexParameters().Length == 0))
        {
            json.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(property.Name));
            Write(json, property.GetValue(rule), depth - 1);
        }
        json.WriteEndObject();
    }
}
