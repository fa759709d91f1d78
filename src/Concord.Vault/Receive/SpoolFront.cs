using Concord.Vault.Bundles;

namespace Concord.Vault.Receive;

/// <summary>What the front of a whole spool file says.</summary>
/// <param name="BundleId">The bundle that the object joins on sealing.</param>
/// <param name="PartTenOffset">In the spool file.</param>
/// <param name="Crc">CRC-32 of the Part 10 object.</param>
internal sealed record SpoolFront(long BundleId, EntryRecord Record, int PartTenOffset, long PartTenLength, uint Crc);
