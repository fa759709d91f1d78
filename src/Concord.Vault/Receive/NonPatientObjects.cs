using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Concord.Dicom.DataElements;
using Concord.Vault.Bundles;

namespace Concord.Vault.Receive;

/// <summary>Objects that belong to no patient and no study (PS3.4 §GG): hanging protocols, palettes, implant templates, protocols, inventories.
/// Each class has one bundle of its own, under a pseudo study and series.</summary>
/// <remarks>The pseudo UIDs are 2.25.N, N the first 16 bytes of SHA-256 of <c>concord:study:CLASS</c> and <c>concord:series:CLASS</c>: the same in every archive.</remarks>
public static class NonPatientObjects
{
    private static readonly FrozenDictionary<Uid, SeriesKey> Keys = new[]
    {
        "1.2.840.10008.5.1.4.38.1", // Hanging Protocol
        "1.2.840.10008.5.1.4.39.1", // Color Palette
        "1.2.840.10008.5.1.4.43.1", // Generic Implant Template
        "1.2.840.10008.5.1.4.44.1", // Implant Assembly Template
        "1.2.840.10008.5.1.4.45.1", // Implant Template Group
        "1.2.840.10008.5.1.4.1.1.200.1", // CT Defined Procedure Protocol
        "1.2.840.10008.5.1.4.1.1.200.3", // Protocol Approval
        "1.2.840.10008.5.1.4.1.1.200.7", // XA Defined Procedure Protocol
        "1.2.840.10008.5.1.4.1.1.201.1", // Inventory
    }.Select(Uid.Parse).ToFrozenDictionary(sopClass => sopClass, sopClass => new SeriesKey(Pseudo("study", sopClass), Pseudo("series", sopClass)));

    /// <summary>Whether objects of the class belong to no patient.</summary>
    public static bool IsOne(Uid sopClass) => Keys.ContainsKey(sopClass);

    /// <summary>The pseudo study and series of a class; null for a class whose objects belong to patients.</summary>
    internal static SeriesKey? KeyOf(Uid sopClass) => Keys.TryGetValue(sopClass, out var key) ? key : null;

    private static Uid Pseudo(string level, Uid sopClass) =>
        Uid.FromGuid(new Guid(SHA256.HashData(Encoding.ASCII.GetBytes($"concord:{level}:{sopClass}")).AsSpan(0, 16), bigEndian: true));
}
