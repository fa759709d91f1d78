namespace Concord.Network.ServiceClasses;

/// <summary>The user identity of an association request (PS3.7 §D.3.3.7), not yet verified. Its fields are secrets: they never reach a log.</summary>
/// <param name="Type">As sent; other values than the named ones occur.</param>
/// <param name="Primary">User name, ticket, assertion or token; at most 65535 bytes.</param>
/// <param name="Secondary">The passcode, when there is one; at most 65535 bytes.</param>
/// <param name="Address">IP address of the caller.</param>
public sealed record AssociationCredentials(UserIdentityType Type, ReadOnlyMemory<byte> Primary, ReadOnlyMemory<byte> Secondary, string Address);
