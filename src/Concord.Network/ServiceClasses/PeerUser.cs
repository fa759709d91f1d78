using System.Buffers;
using System.Text.Json.Serialization;

namespace Concord.Network.ServiceClasses;

/// <summary>On whose behalf a peer is called (PS3.7 §D.3.3.7). Secrets are in files that it names.</summary>
/// <param name="Name">The user; null when a token says who it is.</param>
/// <param name="PasscodeFile">Plain name of the file whose first line is the passcode; null: the name alone is told.</param>
/// <param name="TokenFile">Plain name of the file with a JSON Web Token, in place of a name.</param>
public sealed record PeerUser(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PasscodeFile = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TokenFile = null)
{
    private const int MaxName = 255, MaxFileName = 100;
    private static readonly SearchValues<char> InFileNames = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._-");

    /// <summary>A name, with or without a passcode, or a token; and files that are named without folders.</summary>
    [JsonIgnore]
    public bool IsValid => (Name, PasscodeFile, TokenFile) switch
    {
        ({ Length: >= 1 and <= MaxName } name, var passcode, null) => !name.Any(char.IsControl) && (passcode is null || IsFileName(passcode)),
        (null, null, { } token) => IsFileName(token),
        _ => false,
    };

    private static bool IsFileName(string text) => text.Length is >= 1 and <= MaxFileName && text[0] != '.' && !text.AsSpan().ContainsAnyExcept(InFileNames);
}
