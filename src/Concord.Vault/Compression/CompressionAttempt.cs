namespace Concord.Vault.Compression;

/// <summary>What came of trying to compress an object.</summary>
/// <param name="Object">What is to be kept; null when the object stays as it came.</param>
/// <param name="Refusal">Why it stays, in a word or two, lower case and hyphens; empty when it does not.</param>
public sealed record CompressionAttempt(CompressedObject? Object, string Refusal);
