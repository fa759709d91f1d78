using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Concord.Vault.Bundles;
using Microsoft.Net.Http.Headers;

namespace Concord.Server.DicomWeb.Answers;

/// <summary>Entity tags: which entries, in which representation. Stored bytes do not change, and an arrival number is one entry's for good, in whatever
/// bundle it lies: that is all there is to say.</summary>
internal static class EntityTags
{
    /// <param name="entries">What is sent.</param>
    /// <param name="representation">How: media types, transfer syntax, boundary.</param>
    public static EntityTagHeaderValue Of(IEnumerable<BundleEntry> entries, string representation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> key = stackalloc byte[8];
        foreach (var entry in entries)
        {
            BinaryPrimitives.WriteInt64LittleEndian(key, entry.ArrivalNumber);
            hash.AppendData(key);
        }
        hash.AppendData(Encoding.UTF8.GetBytes(representation));
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16))}\"");
    }
}
