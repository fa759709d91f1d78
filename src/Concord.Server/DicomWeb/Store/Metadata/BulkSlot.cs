using System.Buffers;
using System.Runtime.InteropServices;
using Concord.Vault.Receive;

namespace Concord.Server.DicomWeb.Store.Metadata;

/// <summary>Stands in a data set for a value that comes in parts of its own: several for an image of several frames (PS3.18 §8.7.3.3).</summary>
internal sealed class BulkSlot(string location) : MemoryManager<byte>
{
    private readonly List<(GatheredBytes Bytes, PartHeaders Headers)> _parts = [];

    public string Location => location;

    public IReadOnlyList<(GatheredBytes Bytes, PartHeaders Headers)> Parts => _parts;

    /// <summary>What the data set holds meanwhile: two bytes that nobody reads.</summary>
    public ReadOnlyMemory<byte> Placeholder => CreateMemory(2);

    /// <summary>The slot that a value stands for; null for an ordinary value.</summary>
    public static BulkSlot? Of(ReadOnlyMemory<byte> value) => MemoryMarshal.TryGetMemoryManager<byte, BulkSlot>(value, out var slot) ? slot : null;

    public void Fill(GatheredBytes bytes, PartHeaders headers) => _parts.Add((bytes, headers));

    public override Span<byte> GetSpan() => throw new InvalidOperationException("A value that has not come is read.");

    public override MemoryHandle Pin(int elementIndex = 0) => throw new InvalidOperationException("A value that has not come is read.");

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
