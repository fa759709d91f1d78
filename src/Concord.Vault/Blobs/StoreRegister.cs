using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Blobs;

/// <summary>Which blob stores belong to the archive: <c>stores</c> in the data folder, replaced whole; and what the archive calls itself: <c>archive</c>, which never
/// changes. Any number of threads; blocking.</summary>
internal sealed class StoreRegister
{
    private const int PrefixLength = 9;
    private const int MaxLength = 64 << 10;
    private readonly DataFolder _folder;
    private readonly Lock _lock = new();
    private Dictionary<string, RegisteredStore> _stores = [];

    private StoreRegister(DataFolder folder, string archive) => (_folder, Archive) = (folder, archive);

    /// <summary>The archive's own random name.</summary>
    public string Archive { get; }

    public static StoreRegister Open(DataFolder folder, Disk disk)
    {
        var register = new StoreRegister(folder, Name(folder, disk));
        if (File.Exists(folder.Stores) && new FileInfo(folder.Stores).Length is > PrefixLength and <= MaxLength)
        {
            var line = File.ReadAllBytes(folder.Stores);
            var json = line.AsSpan(PrefixLength, line.Length - PrefixLength - 1);
            if (!line.AsSpan().SequenceEqual(JournalLines.Line(json))) throw new Receive.VaultException($"{folder.Stores} is damaged: it names the blob stores of the archive.");
            register._stores = JsonSerializer.Deserialize(json, StoreJson.Default.DictionaryStringRegisteredStore) ?? [];
        }
        return register;
    }

    public RegisteredStore? Find(string kind)
    {
        lock (_lock) return _stores.GetValueOrDefault(kind);
    }

    /// <summary>Durable on return.</summary>
    public void Enter(Disk disk, string kind, RegisteredStore store)
    {
        lock (_lock)
        {
            if (_stores.GetValueOrDefault(kind) == store) return;
            var stores = new Dictionary<string, RegisteredStore>(_stores) { [kind] = store };
            var line = JournalLines.Line(JsonSerializer.SerializeToUtf8Bytes(stores, StoreJson.Default.DictionaryStringRegisteredStore));
            Replace(_folder, disk, _folder.Stores, line);
            _stores = stores;
        }
    }

    private static string Name(DataFolder folder, Disk disk)
    {
        if (File.Exists(folder.Archive)) return File.ReadAllText(folder.Archive).Trim();
        var name = Guid.NewGuid().ToString("N");
        Replace(folder, disk, folder.Archive, System.Text.Encoding.ASCII.GetBytes(name + "\n"));
        return name;
    }

    private static void Replace(DataFolder folder, Disk disk, string path, ReadOnlySpan<byte> bytes)
    {
        using (var file = disk.OpenOrCreate(path + ".new"))
        {
            file.Write(bytes, 0);
            file.Truncate(bytes.Length);
            file.SyncData();
        }
        disk.Rename(path + ".new", path);
        disk.SyncFolder(folder.Root);
    }
}

/// <summary>A store that belongs to the archive.</summary>
/// <param name="Id">Random, of its <see cref="StoreIdentity"/>.</param>
/// <param name="Root">Its folder when it was last entered.</param>
internal sealed record RegisteredStore([property: JsonPropertyName("id")] string Id, [property: JsonPropertyName("root")] string Root);

[JsonSerializable(typeof(Dictionary<string, RegisteredStore>))]
internal sealed partial class StoreJson : JsonSerializerContext;
