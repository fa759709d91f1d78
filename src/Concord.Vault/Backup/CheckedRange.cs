namespace Concord.Vault.Backup;

/// <summary>Bytes of a file whose CRC-32 is known, and the arrival number of the object that they are.</summary>
internal readonly record struct CheckedRange(long Offset, long Length, uint Crc, long ArrivalNumber);
