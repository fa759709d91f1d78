using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Concord.Server.Hosting;

namespace Concord.Server.Settings;

/// <summary>The settings as they are now, and those that may be changed while the archive runs: until it is started anew.</summary>
/// <remarks>Safe for any thread. Live are only those whose readers ask for them each time.</remarks>
internal sealed class LiveSettings(ArchiveSettings settings, LogThreshold threshold, TimeProvider time)
{
    /// <summary>Name of the level that is logged.</summary>
    private const string LogLevelName = "Server:LogLevel";

    /// <summary>Those that may be changed.</summary>
    public static FrozenSet<string> Names { get; } = FrozenSet.ToFrozenSet(
        [
            LogLevelName, "Dicom:MoveRetries", "Dicom:RetrySeconds", "Dicom:MaxRetrySeconds",
            "Sends:MaxQueued", "Sends:MaxAttempts", "Sends:RetrySeconds", "Sends:MaxRetrySeconds", "Sends:Parallel", "Sends:KeepDays",
        ], StringComparer.OrdinalIgnoreCase);

    /// <summary>Those that are never told.</summary>
    public static FrozenSet<string> Secrets { get; } = FrozenSet.ToFrozenSet(["Http:Credential", "Tls:Password"], StringComparer.OrdinalIgnoreCase);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTimeOffset At, string Who)> _changed = new(StringComparer.OrdinalIgnoreCase);

    public object? ValueOf(SettingText setting) => setting.FullName == LogLevelName ? threshold.Level : Property(setting).GetValue(settings.SectionOf(setting.Section));

    /// <summary>When it was changed since the start, and by whom; null when it was not.</summary>
    public (DateTimeOffset At, string Who)? ChangeOf(SettingText setting)
    {
        lock (_gate) return _changed.TryGetValue(setting.FullName, out var change) ? change : null;
    }

    /// <summary>Changes a live setting. What is wrong with the value; null when it holds.</summary>
    public string? Change(SettingText setting, JsonElement value, string who)
    {
        var property = Property(setting);
        if (!TryRead(property, value, out var read)) return property.PropertyType == typeof(LogLevel) ? $"value is one of {string.Join(", ", Enum.GetNames<LogLevel>())}." : "value is a whole number.";
        if (property.GetCustomAttributes<ValidationAttribute>().Any(bound => !bound.IsValid(read))) return $"value is from {setting.Bounds}.";
        lock (_gate)
        {
            if (read is LogLevel level) threshold.Level = level;
            else property.SetValue(settings.SectionOf(setting.Section), read);
            _changed[setting.FullName] = (time.GetUtcNow(), who);
        }
        return null;
    }

    private static bool TryRead(PropertyInfo property, JsonElement value, out object? read)
    {
        read = null;
        if (property.PropertyType == typeof(int) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)) read = number;
        if (property.PropertyType == typeof(LogLevel) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && char.IsLetter(text[0])
            && Enum.TryParse<LogLevel>(text, ignoreCase: true, out var level) && Enum.IsDefined(level)) read = level;
        return read is not null;
    }

    private PropertyInfo Property(SettingText setting) => settings.SectionOf(setting.Section).GetType().GetProperty(setting.Name)!;
}
