using System.Globalization;

namespace Concord.Vault.Query;

/// <summary>Values of a statement in the making; they reach it only as parameters.</summary>
internal sealed class SqlValues
{
    private readonly List<object?> _values = [];

    public object?[] All => [.. _values];

    /// <summary>The name of a new parameter.</summary>
    public string Parameter(object? value)
    {
        _values.Add(value);
        return "@" + _values.Count.ToString(CultureInfo.InvariantCulture);
    }
}
