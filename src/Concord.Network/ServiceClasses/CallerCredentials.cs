using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Concord.Network.ServiceClasses;

/// <summary>How we show who we are to a peer, and whose certificates we believe.</summary>
public sealed record CallerCredentials
{
    /// <summary>Our certificate with its private key and chain, shown when the peer asks for one.</summary>
    public SslStreamCertificateContext? Certificate { get; init; }

    /// <summary>Authorities that peers' certificates must come from; null: the system's.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>The peer's certificate must name the host that was called.</summary>
    public bool CheckHostName { get; init; } = true;

    /// <summary>Whether revocation lists are asked.</summary>
    public X509RevocationMode Revocation { get; init; } = X509RevocationMode.NoCheck;

    /// <summary>The user on whose behalf we call (PS3.7 §D.3.3.7).</summary>
    public UserCredential? User { get; init; }

    /// <summary>Reads the user for each association anew, in place of <see cref="User"/>; may throw <see cref="IOException"/>, <see cref="UnauthorizedAccessException"/> and
    /// <see cref="InvalidDataException"/>.</summary>
    public Func<UserCredential>? UserSource { get; init; }
}
