using System.ComponentModel.DataAnnotations;
using Concord.Vault.Sites;
using Microsoft.Extensions.Options;

namespace Concord.Vault.Receive;

/// <summary>Settings of the archive (section <c>Vault</c>).</summary>
public sealed record VaultOptions
{
    /// <summary>The data folder.</summary>
    [Required] public string Folder { get; init; } = "data-dir";

    /// <summary>A series is sealed when no object came for this long, seconds.</summary>
    [Range(1, 86400)] public int SealAfterSeconds { get; init; } = 30;

    /// <summary>Series that are open at once: beyond, those to which nothing came for the longest time are sealed before their time, and beyond twice as many a new series waits for that. Fewer where
    /// the process may not have so many files open.</summary>
    [Range(16, 1_000_000)] public int MaxOpenBundles { get; init; } = 1024;

    /// <summary>Objects up to this many bytes are held in memory until they are appended; larger ones stream to a spool file.</summary>
    [Range(1 << 16, 1 << 30)] public int MaxObjectInMemoryBytes { get; init; } = 16 << 20;

    /// <summary>All memory of objects being received, bytes.</summary>
    [Range(1 << 20, int.MaxValue)] public int ReceiveBudgetBytes { get; init; } = 128 << 20;

    /// <summary>What arrives is written past the page cache (O_DIRECT) where the file system lets that be: less than half the processor time a GB, and what is read soon after comes from the disk.</summary>
    public bool DirectWrites { get; init; } = true;

    /// <summary>Bytes of the file system that what arrives leaves free, so that the index, reads and sealing go on; below, objects are refused with A700 and 507.</summary>
    [Range(0, 1e15)] public long MinFreeBytes { get; init; } = 64 << 20;

    /// <summary>Largest head, bytes: everything before Pixel Data.</summary>
    [Range(1 << 16, 1 << 28)] public int MaxHeadBytes { get; init; } = 16 << 20;

    /// <summary>Most bytes that the data set of a Deflated transfer syntax may inflate to; a longer one is refused.</summary>
    [Range(1 << 20, 1e12)] public long MaxInflatedBytes { get; init; } = 1L << 30;

    /// <summary>Objects of SOP classes that are in no table are kept too.</summary>
    public bool AcceptUnknownSopClasses { get; init; } = true;

    /// <summary>Whether arriving objects are held to their SOP class: `Off`; `Warn` keeps what is not as it says and answers warning B007 (45063 over the web);
    /// `Refuse` refuses what lacks an attribute of type 1 with A900, and warns of the rest.</summary>
    public ReceiveValidation Validate { get; init; }

    /// <summary>How fast sealed bundles are read again to compare their SHA-256, bytes per second; 0 turns that off.</summary>
    [Range(0, 1e12)] public long ScrubBytesPerSecond { get; init; } = 8 << 20;

    /// <summary>Every sealed bundle is read again when this many days have gone by since the last pass began.</summary>
    [Range(1, 3650)] public int ScrubEveryDays { get; init; } = 30;

    /// <summary>A folder on another disk that holds a second copy of every sealed bundle and of what is in no bundle; empty: none.</summary>
    public string ReplicaFolder { get; init; } = "";

    /// <summary>How fast bundles are copied to the replica, bytes per second.</summary>
    [Range(1 << 16, 1e12)] public long ReplicaBytesPerSecond { get; init; } = 64 << 20;

    /// <summary>Bundles that scrubbing finds damaged are repaired from the replica at once, and copies in the replica from their bundles.</summary>
    public bool AutoRepair { get; init; } = true;

    /// <summary>A folder on another disk for bundles that are seldom asked for; empty: none.</summary>
    public string WarmFolder { get; init; } = "";

    /// <summary>Most bytes of copies of warm bundles in the data folder, so that reading them again is as fast as reading any other; 0: none.</summary>
    [Range(0, 1e15)] public long CacheBytes { get; init; } = 10L << 30;

    /// <summary>A series that came in at least this many bundles is put together, in the background: at least this many of its smallest become one; 0 turns that off.</summary>
    [Range(0, 1000)] public int ConsolidateFrom { get; init; } = 4;

    /// <summary>Only when nothing came to the series for this long, minutes.</summary>
    [Range(1, 1e6)] public int ConsolidateAfterMinutes { get; init; } = 60;

    /// <summary>No bundle that is larger is rewritten for that, and none is made, bytes.</summary>
    [Range(1 << 20, 1e13)] public long ConsolidateUpToBytes { get; init; } = 4L << 30;

    /// <summary>How fast bundles are copied for that, bytes per second; 0: as fast as the disk is.</summary>
    [Range(0, 1e12)] public long ConsolidateBytesPerSecond { get; init; } = 64 << 20;

    /// <summary>Most memory of objects that were compressed at rest and are given out as they came, bytes; what is asked for beyond that waits.</summary>
    [Range(1 << 20, 1e12)] public long RestoreBudgetBytes { get; init; } = 512 << 20;

    /// <summary>The Issuer of Patient ID of sources whose objects name none, as <c>AE=ISSUER</c>; <c>*=ISSUER</c> is for every other source.
    /// Patients are told apart by issuer and ID. Applies to what arrives; reindex applies it to all.</summary>
    public IReadOnlyList<string> DefaultIssuers { get; init; } = [];

    /// <summary>Which sources are which site's; the fields are below.</summary>
    [ValidateEnumeratedItems] public IReadOnlyList<SiteRule> Sites { get; init; } = [];

    /// <summary>How much may be kept of each site; the fields are below.</summary>
    [ValidateEnumeratedItems] public IReadOnlyList<SiteQuota> SiteQuotas { get; init; } = [];

    /// <summary>What does not go together, in one line; null when all does.</summary>
    public string? FindFault() => SourceSites.FindFault(Sites) ?? Concord.Vault.Sites.SiteQuotas.FindFault(SiteQuotas);
}
