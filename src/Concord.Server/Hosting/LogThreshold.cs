namespace Concord.Server.Hosting;

/// <summary>The lowest level that is logged; it may be changed while the server runs. Any number of threads.</summary>
internal sealed class LogThreshold(LogLevel level)
{
    private volatile LogLevel _level = level;

    public LogLevel Level
    {
        get => _level;
        set => _level = value;
    }

    /// <summary>Our own lines from the level on; the framework speaks from Warning on.</summary>
    public bool Lets(string? category, LogLevel level) =>
        level >= _level && (level >= LogLevel.Warning || category is null || !category.StartsWith("Microsoft", StringComparison.Ordinal));
}
