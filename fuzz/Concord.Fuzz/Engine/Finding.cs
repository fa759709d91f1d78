namespace Concord.Fuzz.Engine;

/// <summary>An input that broke its target.</summary>
/// <param name="Site">Exception type and first frame of ours: findings of one site are one fault.</param>
internal sealed record Finding(string Target, string Site, string Message, byte[] Input);
