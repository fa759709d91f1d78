namespace Whole.Tests.Harness;

/// <summary>One part of a multipart answer: its header lines as they came, its body.</summary>
internal sealed record WebPart(string Headers, byte[] Body);
