namespace Concord.Imaging.Waveforms;

/// <summary>Companded samples of sound (ITU-T G.711).</summary>
internal static class Companded
{
    private const int MuLawBias = 0x84;

    public static int MuLaw(byte code)
    {
        var bits = (byte)~code;
        var magnitude = ((((bits & 0x0F) << 3) + MuLawBias) << ((bits >> 4) & 7)) - MuLawBias;
        return (bits & 0x80) != 0 ? -magnitude : magnitude;
    }

    public static int ALaw(byte code)
    {
        var bits = code ^ 0x55;
        var exponent = (bits >> 4) & 7;
        var magnitude = ((bits & 0x0F) << 4) + 8;
        if (exponent > 0) magnitude = (magnitude + 0x100) << (exponent - 1);
        return (bits & 0x80) != 0 ? magnitude : -magnitude;
    }
}
