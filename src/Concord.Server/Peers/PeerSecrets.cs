using System.Text;
using Concord.Network.ServiceClasses;

namespace Concord.Server.Peers;

/// <summary>Passcodes and tokens that we show to peers: files of one folder, read anew for each association.</summary>
/// <remarks>Who may add peers says where a file's content goes. No file outside the folder can be named, so nothing else goes anywhere.</remarks>
internal sealed class PeerSecrets(string folder)
{
    /// <summary>Name of the folder within the data folder.</summary>
    public const string DefaultName = "peer-secrets";

    private const int MaxBytes = 65535; // of a field of the item, PS3.7 Table D.3-14

    /// <summary>Whether what the user needs can be read now.</summary>
    public bool Has(PeerUser user)
    {
        try
        {
            Load(user);
            return true;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>What is told to the peer.</summary>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is not ours to read.</exception>
    /// <exception cref="InvalidDataException">It is empty, or longer than can be told; or a file outside the folder is named.</exception>
    public UserCredential Load(PeerUser user)
    {
        if (!user.IsValid) throw new InvalidDataException("The peer's user is not valid");
        if (user.TokenFile is { } token) return UserCredential.Token(FirstLine(Read(token).Trim()));
        return UserCredential.Named(user.Name!, user.PasscodeFile is { } file ? FirstLine(Read(file)) : null);
    }

    private static string FirstLine(string text)
    {
        var line = text.AsSpan();
        if (line.IndexOfAny('\r', '\n') is >= 0 and var end) line = line[..end];
        return line.Length > 0 ? line.ToString() : throw new InvalidDataException("The file begins with an empty line");
    }

    private string Read(string name)
    {
        using var file = File.OpenHandle(Path.Combine(folder, name));
        var bytes = new byte[MaxBytes + 1];
        var length = RandomAccess.Read(file, bytes, fileOffset: 0);
        if (length is 0 or > MaxBytes) throw new InvalidDataException("The file is empty or too long");
        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}
