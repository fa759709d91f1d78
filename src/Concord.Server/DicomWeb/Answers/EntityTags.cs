using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Concord.Vault.Bundles;
using Microsoft.Net.Http.Headers;

namespace Concord.Server.DicomWeb.Answers;

/// <summary>Entity tags: which entries, as they lie, in which representation. An arrival number is one entry's for good, in whatever bundle it lies; its bytes change
/// when it is compressed at rest, and with them its transfer syntax, and when it is corrected.</summary>
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
            hash.AppendData(Encoding.ASCII.GetBytes(entry.TransferSyntax.Uid.ToString()));
            if (entry.Correction == 0) continue;
            BinaryPrimitives.WriteInt64LittleEndian(key, entry.Correction);
            hash.AppendData(key);
        }
        hash.AppendData(Encoding.UTF8.GetBytes(representation));
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16))}\"");
    }
}
