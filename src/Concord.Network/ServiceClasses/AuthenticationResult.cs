namespace Concord.Network.ServiceClasses;

/// <summary>What came of verifying an identity.</summary>
public abstract record AuthenticationResult
{
    private AuthenticationResult() { }

    /// <summary>It is who it says.</summary>
    /// <param name="User">Its name here.</param>
    public sealed record Verified(string User) : AuthenticationResult;

    /// <summary>It is not, or cannot be believed now; why is not told to the peer.</summary>
    public sealed record Refused : AuthenticationResult;

    /// <summary>Nobody here can verify this kind of identity.</summary>
    public sealed record NotSupported : AuthenticationResult;
}
