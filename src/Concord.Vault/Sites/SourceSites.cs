using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Enumeration;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Trust.Identity;
using Concord.Vault.Blobs;
using Concord.Vault.Receive;

namespace Concord.Vault.Sites;

/// <summary>The site that an object came from, by its origin. Any number of threads.</summary>
internal sealed class SourceSites
{
    /// <summary>Origins whose site is remembered; one more and all are forgotten.</summary>
    private const int MaxKnown = 4096;

    private const int MaxCode = 32;
    private readonly List<Ready> _rules;
    private readonly ConcurrentDictionary<(OriginKind, string, string, string), string> _known = new();

    /// <exception cref="VaultException">A rule is wrong; the message says which and why.</exception>
    public SourceSites(IReadOnlyList<SiteRule> rules)
    {
        if (FindFault(rules) is { } fault) throw new VaultException(fault);
        _rules = [.. rules.Select(rule => new Ready(rule, [.. rule.Addresses.Select(text => TryNetwork(text)!.Value)]))];
    }

    public static SourceSites None { get; } = new([]);

    /// <summary>What is wrong with the rules, in one line; null when nothing is.</summary>
    public static string? FindFault(IReadOnlyList<SiteRule> rules)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"Vault:Sites:{i}");
            if (!IsCode(rules[i].Site)) return $"{name}:Site is no code of a site: 1 to 32 letters, digits, '-', '_' and '.'.";
            if (rules[i].AeTitles.FirstOrDefault(title => title.Trim().Length is 0 or > 16) is { } title) return $"{name}:AeTitles: '{title}' is no AE title.";
            if (rules[i].Users.Any(user => user.Length == 0)) return $"{name}:Users: an empty name is no user.";
            if (rules[i].Addresses.FirstOrDefault(text => TryNetwork(text) is null) is { } address) return $"{name}:Addresses: '{address}' is neither an IP address nor a network.";
            if (rules[i].Kinds.Any(kind => !Enum.IsDefined(kind))) return $"{name}:Kinds: Dimse, StowRs, Import and PeerPull are known.";
        }
        return null;
    }

    public static bool IsCode(string text) => text.Length is > 0 and <= MaxCode && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>Notes in the data folder what the archive was opened with, so that a reindex without its settings tells sites apart as it does.</summary>
    public static void Remember(DataFolder folder, Disk disk, IReadOnlyList<SiteRule> rules)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(rules, SiteRulesJson.Default.IReadOnlyListSiteRule);
        var was = File.Exists(folder.Sites) ? File.ReadAllBytes(folder.Sites) : JsonSerializer.SerializeToUtf8Bytes([], SiteRulesJson.Default.IReadOnlyListSiteRule);
        if (json.AsSpan().SequenceEqual(was)) return;
        using (var file = disk.OpenOrCreate(folder.Sites + ".new"))
        {
            file.Write(json, 0);
            file.Truncate(json.Length);
            file.SyncData();
        }
        disk.Rename(folder.Sites + ".new", folder.Sites);
        disk.SyncFolder(folder.Root);
    }

    /// <summary>What the archive was last opened with.</summary>
    /// <exception cref="VaultException">The note is damaged.</exception>
    public static IReadOnlyList<SiteRule> Recall(DataFolder folder)
    {
        if (!File.Exists(folder.Sites)) return [];
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(folder.Sites), SiteRulesJson.Default.IReadOnlyListSiteRule) ?? [];
        }
        catch (JsonException error)
        {
            throw new VaultException($"{folder.Sites} is damaged; start the server with its settings once, or delete the file.", error);
        }
    }

    /// <summary>The code of the site; "" when no rule fits.</summary>
    public string Of(Origin origin)
    {
        if (_rules.Count == 0) return "";
        var key = (origin.Kind, origin.CallingAeTitle, origin.User, origin.Address);
        if (_known.TryGetValue(key, out var known)) return known;
        if (_known.Count >= MaxKnown) _known.Clear();
        return _known[key] = Find(origin);
    }

    private string Find(Origin origin)
    {
        var address = IPAddress.TryParse(origin.Address, out var parsed) ? Plain(parsed) : null;
        foreach (var (rule, networks) in _rules)
        {
            if (rule.Kinds.Count > 0 && !rule.Kinds.Contains(origin.Kind)) continue;
            if (rule.AeTitles.Count > 0 && !rule.AeTitles.Any(pattern => Fits(pattern.Trim(), origin.CallingAeTitle.Trim()))) continue;
            if (rule.Users.Count > 0 && !rule.Users.Any(pattern => Fits(pattern, origin.User))) continue;
            if (networks.Count > 0 && (address is null || !networks.Any(network => network.Contains(address)))) continue;
            return rule.Site;
        }
        return "";
    }

    /// <summary>What is not there fits no pattern, not even <c>*</c>.</summary>
    private static bool Fits(string pattern, string text) => text.Length > 0 && FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static IPNetwork? TryNetwork(string text)
    {
        if (IPNetwork.TryParse(text, out var network)) return network;
        return IPAddress.TryParse(text, out var address) ? new IPNetwork(Plain(address), Plain(address).GetAddressBytes().Length * 8) : null;
    }

    private sealed record Ready(SiteRule Rule, IReadOnlyList<IPNetwork> Networks);
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<SiteRule>))]
internal sealed partial class SiteRulesJson : JsonSerializerContext;
