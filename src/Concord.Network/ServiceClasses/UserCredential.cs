using System.Text;

namespace Concord.Network.ServiceClasses;

/// <summary>A user identity to send with an association request (PS3.7 §D.3.3.7). Its fields are secrets.</summary>
/// <param name="Primary">User name, ticket, assertion or token, at most 65535 bytes.</param>
/// <param name="Secondary">Passcode, at most 65535 bytes.</param>
/// <param name="WantsConfirmation">A peer that accepts without having verified the identity is not spoken to.</param>
public sealed record UserCredential(UserIdentityType Type, ReadOnlyMemory<byte> Primary, ReadOnlyMemory<byte> Secondary, bool WantsConfirmation)
{
    /// <summary>A user name, with a passcode when there is one.</summary>
    public static UserCredential Named(string user, string? passcode, bool wantsConfirmation = false) => passcode is null
        ? new(UserIdentityType.Username, Encoding.UTF8.GetBytes(user), default, wantsConfirmation)
        : new(UserIdentityType.UsernameAndPasscode, Encoding.UTF8.GetBytes(user), Encoding.UTF8.GetBytes(passcode), wantsConfirmation);

    /// <summary>A JSON Web Token in its compact form.</summary>
    public static UserCredential Token(string token, bool wantsConfirmation = false) =>
        new(UserIdentityType.JsonWebToken, Encoding.UTF8.GetBytes(token), default, wantsConfirmation);

    /// <summary>The kind alone.</summary>
    public override string ToString() => Type.ToString();
}
