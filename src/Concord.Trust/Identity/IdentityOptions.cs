using System.ComponentModel.DataAnnotations;

namespace Concord.Trust.Identity;

/// <summary>Users: names with passcodes, and tokens (section <c>Identity</c>). <c>Dicom:UserIdentity</c> and <c>Http:Users</c> say where they are asked for.</summary>
public sealed record IdentityOptions
{
    /// <summary>File of the users, kept by <c>concord user</c>, read anew when it changes; empty: <c>users.json</c> in the data folder.</summary>
    public string UsersFile { get; init; } = "";

    /// <summary>Seconds that a verified passcode is known without being computed again.</summary>
    [Range(0, 3600)] public int RememberSeconds { get; init; } = 60;

    /// <summary>Wrong identities in a row from one address before it has to wait.</summary>
    [Range(1, 1000)] public int FailuresBeforeWaiting { get; init; } = 5;

    /// <summary>Longest wait, seconds: it begins with one second and doubles with every further failure; identities that come meanwhile are refused unseen.</summary>
    [Range(1, 86_400)] public int LongestWaitSeconds { get; init; } = 300;

    /// <summary>Issuer that tokens (JWT) must name; empty: no tokens are taken.</summary>
    public string TokenIssuer { get; init; } = "";

    /// <summary>Audience that tokens must name.</summary>
    public string TokenAudience { get; init; } = "";

    /// <summary>Public keys that tokens are signed with: a JSON Web Key Set (RFC 7517) or PEM. Read anew when it changes.</summary>
    public string TokenKeysFile { get; init; } = "";

    /// <summary>The claim that names the user.</summary>
    [Required] public string TokenUserClaim { get; init; } = "sub";

    /// <summary>How far clocks may be apart when a token begins and expires, seconds.</summary>
    [Range(0, 3600)] public int TokenClockSkewSeconds { get; init; } = 60;

    /// <summary>What does not go together, in one line; null when all does.</summary>
    public string? FindFault() => TokenIssuer.Length > 0 && (TokenAudience.Length == 0 || TokenKeysFile.Length == 0)
        ? "Identity:TokenIssuer needs Identity:TokenAudience and Identity:TokenKeysFile beside it." : null;
}
