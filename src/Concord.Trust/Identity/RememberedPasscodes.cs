using System.Security.Cryptography;
using System.Text;

namespace Concord.Trust.Identity;

/// <summary>Passcodes that were verified a moment ago, as HMACs under a key of this process: the next association of a busy sender costs no 0.1 s. Safe for any thread.</summary>
internal sealed class RememberedPasscodes(TimeSpan lifetime, TimeProvider time)
{
    /// <summary>Most entries; then all are forgotten, which costs time and nothing else.</summary>
    internal const int MaxEntries = 4096;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Lock _changing = new();
    private readonly Dictionary<string, long> _verifiedAt = new(StringComparer.Ordinal);

    internal bool Knows(UserAccount account, string passcode)
    {
        var proof = Proof(account, passcode);
        lock (_changing)
        {
            if (!_verifiedAt.TryGetValue(proof, out var at)) return false;
            if (time.GetElapsedTime(at) < lifetime) return true;
            _verifiedAt.Remove(proof);
            return false;
        }
    }

    internal void Remember(UserAccount account, string passcode)
    {
        var proof = Proof(account, passcode);
        lock (_changing)
        {
            if (_verifiedAt.Count >= MaxEntries) _verifiedAt.Clear();
            _verifiedAt[proof] = time.GetTimestamp();
        }
    }

    /// <summary>Over the stored hash too: a changed passcode is not remembered.</summary>
    private string Proof(UserAccount account, string passcode) =>
        Convert.ToBase64String(HMACSHA256.HashData(_key, (byte[])[.. account.Hash, .. Encoding.UTF8.GetBytes(account.Name), 0, .. Encoding.UTF8.GetBytes(passcode)]));
}
