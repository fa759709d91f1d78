namespace Concord.Vault.Compression;

/// <summary>Where compressing at rest stands.</summary>
/// <param name="IsOn">Series are compressed by themselves.</param>
/// <param name="Position">Every bundle up to this number was looked at.</param>
/// <param name="SinceStart">What was done since the process started.</param>
/// <param name="Trouble">Why it does not go on just now: <c>codecs</c>, <c>full</c>, <c>io</c>; null when it does.</param>
public sealed record CompressionState(bool IsOn, long Position, CompressionResult SinceStart, string? Trouble);
