using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Vault.Blobs;
using Concord.Vault.Records;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.ExtendedTags;

/// <summary>The extended tags: added, removed, durable in a journal beside the bundles. Any number of threads.</summary>
public sealed class VaultExtendedTags : IDisposable
{
    /// <summary>The record that keeps the highest number given, so that none is given again.</summary>
    private const string LastKey = "last";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly DiskThreads _threads = new(1); // the index, which comes before the store and its threads, has to know the tags
    private readonly RecordJournal _journal;
    private long _last;

    private VaultExtendedTags(DataFolder folder, Disk disk, ILogger log)
    {
        try
        {
            _journal = RecordJournal.Open(folder, disk, _threads, folder.ExtendedTags);
        }
        catch
        {
            _threads.Dispose();
            throw;
        }
        if (_journal.Damaged > 0) log.RecordsDamaged(_journal.Damaged);
        var records = _journal.Read();
        _last = records.Where(record => record.Key == LastKey && record.Value.ValueKind == JsonValueKind.Number).Select(record => record.Value.GetInt64()).FirstOrDefault();
        var tags = records.Where(record => record.Key != LastKey).Select(record => record.Value.Deserialize(ExtendedTagJson.Default.ExtendedTagRecord)?.ToTag()).OfType<ExtendedTag>().ToList();
        _last = Math.Max(_last, tags.Select(tag => tag.Number).DefaultIfEmpty().Max());
        Source.Publish(new(tags, _last));
    }

    /// <summary>Raised after each change, for who fills the index.</summary>
    internal Action? Changed { get; set; }

    /// <summary>Those that hold now.</summary>
    public ExtendedTagSet Current => Source.Current;

    internal ExtendedTagSource Source { get; } = new();

    /// <exception cref="IOException">The journal cannot be read.</exception>
    internal static VaultExtendedTags Open(DataFolder folder, Disk disk, ILogger log) => new(folder, disk, log);

    /// <summary>The numbers of tags begin above what the index knows of: its values are of tags that a lost journal had.</summary>
    internal void BeginAbove(long number)
    {
        _last = Math.Max(_last, number);
        Source.Publish(new(Current.All, _last));
    }

    /// <summary>Adds tags, all or none; durable on return, and new objects are indexed by them from then on.</summary>
    /// <param name="most">Tags that there may be in all.</param>
    /// <exception cref="IOException">Not all of them are durable; those that are were added.</exception>
    public async Task<ExtendedTagOutcome> Add(IReadOnlyList<ExtendedTagRequest> asked, string who, int most, DateTimeOffset at, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            var added = new List<ExtendedTag>(asked.Count);
            foreach (var one in asked)
            {
                var (tag, why) = ExtendedTagRules.Check(one);
                if (tag is null) return new ExtendedTagOutcome.Refused(why!);
                if (Current.Find(tag.Tag) is not null || added.Exists(other => other.Tag == tag.Tag)) return new ExtendedTagOutcome.Conflict($"{tag.Tag} is an extended tag already.");
                added.Add(tag with { Number = _last + added.Count + 1, AddedAt = at, AddedBy = who });
            }
            if (Current.All.Count + added.Count > most) return new ExtendedTagOutcome.Conflict($"There may be {most} extended tags, and there are {Current.All.Count}.");
            await Keep(added);
            return new ExtendedTagOutcome.Added(added);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Removes a tag; durable on return, and nothing is found by it from then on. False where there is none.</summary>
    /// <exception cref="IOException">It is not durable.</exception>
    public async Task<bool> Remove(Tag tag, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (Current.Find(tag) is null) return false;
            await _journal.Remove(tag.ToHex());
            Source.Publish(new([.. Current.All.Where(one => one.Tag != tag)], _last));
        }
        finally
        {
            _turn.Release();
        }
        Changed?.Invoke();
        return true;
    }

    public void Dispose()
    {
        _journal.Dispose();
        _threads.Dispose();
        _turn.Dispose();
    }

    private async Task Keep(List<ExtendedTag> added)
    {
        await _journal.Put(LastKey, JsonSerializer.SerializeToUtf8Bytes(_last + added.Count, ExtendedTagJson.Default.Int64)); // first: a number is used once at most
        _last += added.Count;
        foreach (var tag in added)
        {
            await _journal.Put(tag.Tag.ToHex(), JsonSerializer.SerializeToUtf8Bytes(ExtendedTagRecord.Of(tag), ExtendedTagJson.Default.ExtendedTagRecord));
            Source.Publish(new([.. Current.All, tag], tag.Number)); // not higher: whoever sees it has not seen those behind it
        }
        Changed?.Invoke();
    }
}
