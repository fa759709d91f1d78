using System.ComponentModel.DataAnnotations;

namespace Concord.Vault.Compression;

/// <summary>Which objects are compressed at rest, and when (section <c>Compression</c>). What is compressed is given back byte for byte to who asks for it as it came.</summary>
public sealed record CompressionOptions
{
    /// <summary>Whether series are compressed by themselves. What is compressed already stays so, and is given out either way.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Only when nothing came to the series for this long, hours.</summary>
    [Range(0, 8760)] public int AfterHours { get; init; } = 24;

    /// <summary>Modalities (0008,0060) whose uncompressed grayscale images of 8 to 16 bits are compressed; <c>*</c> is every modality. Empty: CT, MR, CR, DX, MG, PT and NM.</summary>
    public IReadOnlyList<string> Modalities { get; init; } = [];

    /// <summary>Sources that are treated otherwise, by calling AE title: <c>AE=Off</c> leaves what they send as it came, <c>AE=On</c> compresses it whatever its modality.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Larger objects stay as they came, bytes: an object is in memory some four times over while it is compressed.</summary>
    [Range(1 << 16, 1 << 30)] public int MaxObjectBytes { get; init; } = 256 << 20;

    /// <summary>How fast objects are read for that, bytes per second; 0: as fast as the codecs are, which give way to what somebody waits for.</summary>
    [Range(0, 1e12)] public long BytesPerSecond { get; init; }

    /// <summary>What is wrong, in one line; null when nothing is.</summary>
    public string? FindFault() =>
        Sources.FirstOrDefault(source => source.Split('=') is not [{ Length: > 0 }, "On" or "Off"]) is { } wrong ? $"Compression:Sources has '{wrong}': AE=On or AE=Off." : null;
}
