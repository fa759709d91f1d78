namespace Concord.Cli.Sources;

/// <summary>The CRC-32 of a ZIP entry, taken as its bytes go by.</summary>
internal sealed class EntryCrc
{
    private const uint Polynomial = 0xEDB88320; // reflected, as ZIP has it
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(index => RowOf((uint)index))];
    private uint _rest = uint.MaxValue;

    public uint Value => ~_rest;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var rest = _rest;
        foreach (var value in bytes) rest = Table[(byte)(rest ^ value)] ^ (rest >> 8);
        _rest = rest;
    }

    private static uint RowOf(uint index)
    {
        for (var bit = 0; bit < 8; bit++) index = (index & 1) != 0 ? (index >> 1) ^ Polynomial : index >> 1;
        return index;
    }
}
