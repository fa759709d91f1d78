namespace Concord.Cli.Sending;

/// <summary>One sequence drawn from by several workers.</summary>
internal sealed class SharedFeed<T>(IEnumerable<T> items) : IDisposable
{
    private readonly IEnumerator<T> _items = items.GetEnumerator();
    private readonly Lock _lock = new();

    /// <summary>The next few; empty at the end.</summary>
    public List<T> Take(int most)
    {
        var taken = new List<T>(most);
        lock (_lock)
            while (taken.Count < most && _items.MoveNext()) taken.Add(_items.Current);
        return taken;
    }

    public void Dispose() => _items.Dispose();
}
