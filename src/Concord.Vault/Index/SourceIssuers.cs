using System.Collections.Frozen;
using Concord.Trust.Identity;
using Concord.Vault.Blobs;
using Concord.Vault.Receive;

namespace Concord.Vault.Index;

/// <summary>The Issuer of Patient ID of a source whose objects name none, by calling AE title.</summary>
internal sealed class SourceIssuers
{
    private const string EveryOther = "*";
    public const string FileName = "default-issuers";
    private readonly FrozenDictionary<string, string> _byAeTitle;

    private SourceIssuers(IEnumerable<KeyValuePair<string, string>> pairs) => _byAeTitle = pairs.ToFrozenDictionary(StringComparer.Ordinal);

    public static SourceIssuers None { get; } = new([]);

    /// <summary>Reads <c>AE=ISSUER</c> and <c>*=ISSUER</c>.</summary>
    /// <exception cref="VaultException">One of them is something else, or an AE title stands twice.</exception>
    public static SourceIssuers Parse(IReadOnlyList<string> pairs)
    {
        var parsed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var sign = pair.IndexOf('=', StringComparison.Ordinal);
            if (sign is < 1 or > 16 || sign == pair.Length - 1) throw new VaultException($"'{pair}' is no default issuer: AE=ISSUER is meant.");
            if (!parsed.TryAdd(pair[..sign].Trim(), pair[(sign + 1)..].Trim())) throw new VaultException($"'{pair[..sign]}' has two default issuers.");
        }
        return new(parsed);
    }

    /// <summary>Notes in the data folder what the archive was opened with, so that a reindex without its settings tells patients apart as it does.</summary>
    public static void Remember(string dataFolder, Disk disk, IReadOnlyList<string> pairs)
    {
        if (pairs.SequenceEqual(Recall(dataFolder), StringComparer.Ordinal)) return;
        disk.Replace(Path.Combine(dataFolder, FileName), System.Text.Encoding.UTF8.GetBytes(string.Concat(pairs.Select(pair => pair + "\n"))));
        disk.SyncFolder(dataFolder);
    }

    /// <summary>What the archive was last opened with.</summary>
    public static IReadOnlyList<string> Recall(string dataFolder) =>
        Path.Combine(dataFolder, FileName) is var path && File.Exists(path) ? File.ReadAllLines(path) : [];

    public string Of(Origin origin) =>
        _byAeTitle.TryGetValue(origin.CallingAeTitle, out var own) ? own : _byAeTitle.GetValueOrDefault(EveryOther, "");
}
