using System.Buffers;

namespace Concord.Dicom.Encoding;

/// <summary>A stack in a pooled array: what is taken off its top comes as an array of just that length. Dispose of it.</summary>
internal struct PooledStack<T>(int firstCapacity)
{
    private T[]? _items;

    public int Count { get; private set; }

    public readonly ref T Top => ref _items![Count - 1];

    public readonly ref T this[int index] => ref _items![index];

    public readonly ReadOnlySpan<T> From(int start, int end) => _items.AsSpan(start, end - start);

    public void Push(in T item)
    {
        if (_items is null || Count == _items.Length) Grow();
        _items![Count++] = item;
    }

    public void Pop() => _items![--Count] = default!;

    /// <summary>Takes all from <paramref name="start"/> on.</summary>
    public T[] Take(int start)
    {
        if (start == Count) return [];
        var top = _items.AsSpan(start, Count - start);
        var taken = top.ToArray();
        top.Clear();
        Count = start;
        return taken;
    }

    public void Dispose()
    {
        if (_items is not { } items) return;
        items.AsSpan(0, Count).Clear(); // above it is clear
        (_items, Count) = (null, 0);
        ArrayPool<T>.Shared.Return(items);
    }

    private void Grow()
    {
        var larger = ArrayPool<T>.Shared.Rent(_items is null ? firstCapacity : _items.Length * 2);
        var count = Count;
        _items.AsSpan(0, count).CopyTo(larger);
        Dispose();
        (_items, Count) = (larger, count);
    }
}
