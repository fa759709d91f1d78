using Concord.Vault.Blobs;

namespace Concord.Vault.Backup;

/// <summary>Takes the CRC-32 of ranges of a file while its bytes go by.</summary>
/// <param name="ranges">By offset, none overlapping.</param>
internal sealed class RangeCheck(IReadOnlyList<CheckedRange> ranges)
{
    private readonly List<long> _damaged = [];
    private int _next;
    private uint _crc;

    /// <summary>Arrival numbers of those that went by and are not what their CRC-32 says.</summary>
    public IReadOnlyList<long> Damaged => _damaged;

    /// <summary>The bytes at <paramref name="offset"/>; offsets go up without a gap.</summary>
    public void Append(ReadOnlySpan<byte> bytes, long offset)
    {
        while (_next < ranges.Count)
        {
            var range = ranges[_next];
            var end = offset + bytes.Length;
            if (range.Offset >= end) return;
            var from = (int)(Math.Max(range.Offset, offset) - offset);
            var to = (int)(Math.Min(range.Offset + range.Length, end) - offset);
            _crc = Crc32.Append(_crc, bytes[from..to]);
            if (range.Offset + range.Length > end) return;
            if (_crc != range.Crc) _damaged.Add(range.ArrivalNumber);
            _crc = 0;
            _next++;
        }
    }
}
