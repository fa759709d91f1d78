namespace Concord.Network.ServiceClasses;

/// <summary>Kinds of user identity (PS3.7 §D.3.3.7.1).</summary>
public enum UserIdentityType
{
    /// <summary>A user name in UTF-8; says who, proves nothing.</summary>
    Username = 1,

    /// <summary>A user name and a passcode, both in UTF-8.</summary>
    UsernameAndPasscode = 2,

    /// <summary>A Kerberos service ticket.</summary>
    Kerberos = 3,

    /// <summary>A SAML assertion.</summary>
    Saml = 4,

    /// <summary>A JSON Web Token.</summary>
    JsonWebToken = 5,
}
