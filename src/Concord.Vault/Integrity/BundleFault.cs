using System.Text.Json.Serialization;

namespace Concord.Vault.Integrity;

/// <summary>What is wrong with a sealed bundle's file.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BundleFault>))]
public enum BundleFault
{
    /// <summary>There is no file.</summary>
    [JsonStringEnumMemberName("missing")] Missing,

    /// <summary>The file is shorter than it was.</summary>
    [JsonStringEnumMemberName("truncated")] Truncated,

    /// <summary>The bytes are not those that were sealed.</summary>
    [JsonStringEnumMemberName("mismatch")] Mismatch,

    /// <summary>The disk does not give the bytes.</summary>
    [JsonStringEnumMemberName("unreadable")] Unreadable,
}
