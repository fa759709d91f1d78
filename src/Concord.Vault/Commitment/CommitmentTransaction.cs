using System.Security.Cryptography;
using System.Text;
using Concord.Dicom.DataElements;

namespace Concord.Vault.Commitment;

/// <summary>A request for commitment that is durable and not yet reported.</summary>
/// <param name="Number">What logs name.</param>
/// <param name="From">AE title of who asked.</param>
/// <param name="IsDuplicate">The Transaction UID was in use for something else.</param>
/// <param name="Tries">Reports that were sent and not taken.</param>
public sealed record CommitmentTransaction(
    long Number, Uid TransactionUid, string From, DateTimeOffset At, IReadOnlyList<(Uid SopClass, Uid SopInstance)> References, bool IsDuplicate, int Tries)
{
    /// <summary>The same references, in whatever order, have the same digest.</summary>
    public static string DigestOf(IEnumerable<(Uid SopClass, Uid SopInstance)> references) =>
        Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', references.Select(reference => $"{reference.SopClass} {reference.SopInstance}").Order(StringComparer.Ordinal)))));
}
