namespace Concord.Vault.Index;

/// <summary>A series row in the writer's hands.</summary>
internal sealed class SeriesState(long key, StudyState study, string uid)
{
    /// <summary><see cref="SourceArrival"/> of a series whose values came from an instance since deleted.</summary>
    public const long NoSource = long.MaxValue;

    public long Key { get; } = key;

    public StudyState Study { get; } = study;

    public string Uid { get; } = uid;

    /// <summary>The lowest arrival number seen: the instance that the row's values are of.</summary>
    public long SourceArrival { get; set; } = NoSource;

    public bool IsStale { get; set; }

    /// <summary>Instances have disagreed: bit 0 on what a study shares, bit 1 on what a series shares.</summary>
    public int Disagrees { get; set; }

    public AttributeHashes Hashes { get; set; }

    /// <summary>Raw fingerprint of the last head that agreed with the row: spares decoding the next one. 0: none yet.</summary>
    public ulong AgreeingFingerprint { get; set; }

    /// <summary>Of the source of the instance that the values are of.</summary>
    public string DefaultIssuer { get; set; } = "";

    /// <summary>Of the same instance: the site that it came from.</summary>
    public string Site { get; set; } = "";

    public long Instances { get; set; }

    public long Bytes { get; set; }

    /// <summary>Of extended tags up to this number the values are indexed, of its instances too.</summary>
    public long ExtendedVersion { get; set; }

    /// <summary>Values to be written with the next flush; null while only counts change.</summary>
    public SeriesValues? NewValues { get; set; }

    /// <summary>Instances by class, as changed in this batch.</summary>
    public Dictionary<long, long> ClassChanges { get; } = [];

    public bool IsStored { get; set; }

    public bool IsDirty { get; set; }

    /// <summary>The last instance is gone: whatever comes next begins the series anew.</summary>
    public void Empty()
    {
        (SourceArrival, IsStale, Disagrees, AgreeingFingerprint, NewValues) = (NoSource, false, 0, 0, null);
    }
}
