using System.Buffers;
using Concord.Dicom.DataElements;
using Concord.Server.Settings;
using Concord.Trust.Identity;
using Concord.Vault.Receive;

namespace Concord.Server.DicomWeb.Store.Metadata;

/// <summary>One store request whose objects come as metadata and bulk data; first the metadata, then the parts that they name, in any order.</summary>
/// <param name="keep">Takes a whole object on, and frees the place it was given.</param>
/// <param name="slots">Places for objects that are being kept.</param>
internal sealed class MetadataStore(
    InstanceVault vault, DicomWebOptions options, Uid? study, Origin origin, Func<IncomingInstance, Task<StoredItem>> keep, SemaphoreSlim slots) : IAsyncDisposable
{
    private readonly Dictionary<string, BulkSlot> _slots = [];
    private readonly List<MetadataObject> _waiting = [];
    private BulkSlot? _last; // may get more parts: the frames of one image
    private long _metadataBytes;

    /// <summary>What became of each object, and of parts that nobody asked for.</summary>
    public List<Task<StoredItem>> Items { get; } = [];

    /// <summary>Takes one part.</summary>
    /// <exception cref="MultipartException">Metadata are damaged, or too long.</exception>
    public async Task Take(PartHeaders headers, Func<CancellationToken, ValueTask<ReadOnlySequence<byte>?>> read, CancellationToken cancel)
    {
        if (headers.ContentType is "application/dicom+json" or "application/json" or "application/dicom+xml" && headers.Location.Length == 0)
        {
            await TakeMetadata(headers.ContentType.EndsWith("xml", StringComparison.Ordinal), read, cancel);
            return;
        }
        if (!_slots.TryGetValue(headers.Location, out var slot))
        {
            Items.Add(Task.FromResult(new StoredItem(null, new StoreOutcome.Refused(Refusal.CannotUnderstand, "No metadata name the part"))));
            return;
        }
        if (_last is not null && _last != slot) await StoreComplete(cancel);
        _last = slot;
        slot.Fill(await Gather(read, cancel), headers);
    }

    /// <summary>No part follows: what is complete is kept, what is not is refused.</summary>
    public async Task Finish(CancellationToken cancel)
    {
        await StoreComplete(cancel);
        foreach (var one in _waiting) Refuse(one, new("Bulk data that the metadata name did not come"));
        _waiting.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var slot in _slots.Values) await Release(slot);
    }

    private async Task TakeMetadata(bool isXml, Func<CancellationToken, ValueTask<ReadOnlySequence<byte>?>> read, CancellationToken cancel)
    {
        var bytes = new ArrayBufferWriter<byte>();
        while (await read(cancel) is { } pieces)
        {
            if ((_metadataBytes += pieces.Length) > options.MaxMetadataBytes) throw new MultipartException("The metadata are too long.");
            foreach (var piece in pieces) bytes.Write(piece.Span);
        }
        foreach (var dataSet in MetadataReader.Read(bytes.WrittenSpan.ToArray(), isXml, SlotOf)) _waiting.Add(new(dataSet));
        if (_waiting.Count > options.MaxParts) throw new MultipartException("There are too many objects.");
    }

    private BulkSlot SlotOf(string location)
    {
        if (!_slots.TryGetValue(location, out var slot)) _slots.Add(location, slot = new(location));
        return slot;
    }

    private async Task<GatheredBytes> Gather(Func<CancellationToken, ValueTask<ReadOnlySequence<byte>?>> read, CancellationToken cancel)
    {
        var bytes = vault.BeginBytes(origin);
        try
        {
            while (await read(cancel) is { } piece)
            {
                if (bytes.Length + piece.Length > options.MaxObjectBytes) throw new BadHttpRequestException("A part is larger than is taken.", StatusCodes.Status413PayloadTooLarge);
                await bytes.Append(piece, cancel);
            }
            return bytes;
        }
        catch
        {
            await bytes.DisposeAsync();
            throw;
        }
    }

    private async Task StoreComplete(CancellationToken cancel)
    {
        for (var i = 0; i < _waiting.Count; i++)
        {
            var one = _waiting[i];
            if (!one.IsComplete) continue;
            _waiting.RemoveAt(i--);
            await StoreOne(one, cancel);
            foreach (var slot in one.Slots)
                if (!_waiting.Any(other => other.Slots.Contains(slot))) await Release(slot);
        }
        _last = null;
    }

    private async Task StoreOne(MetadataObject one, CancellationToken cancel)
    {
        IncomingInstance? output = null;
        await slots.WaitAsync(cancel);
        try
        {
            var syntax = await ObjectComposer.Prepare(one, cancel);
            output = vault.Begin(syntax, study: study, origin: origin);
            await ObjectComposer.Write(output, one.DataSet, syntax, cancel);
            Items.Add(keep(output));
            return;
        }
        catch (Exception e) when (e is ComposeException or IOException or InvalidOperationException or ArgumentException)
        {
            Refuse(one, e as ComposeException ?? new(e is IOException ? "The archive could not keep the object" : "The metadata cannot be written as a data set", e is IOException ? Refusal.OutOfResources : Refusal.CannotUnderstand));
        }
        if (output is not null) await output.DisposeAsync();
        slots.Release();
    }

    private void Refuse(MetadataObject one, ComposeException why) => Items.Add(Task.FromResult(new StoredItem(one.Identity, new StoreOutcome.Refused(why.Refusal, why.Message))));

    private static async ValueTask Release(BulkSlot slot)
    {
        foreach (var (bytes, _) in slot.Parts) await bytes.DisposeAsync();
    }
}
