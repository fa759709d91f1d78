namespace Concord.Imaging.Waveforms;

/// <summary>Waveform Sample Interpretation (5400,1006).</summary>
public enum WaveformCoding
{
    /// <summary>SB, SS, SL.</summary>
    Signed,

    /// <summary>UB, US, UL.</summary>
    Unsigned,

    /// <summary>MB: 8 bits, mu-law.</summary>
    MuLaw,

    /// <summary>AB: 8 bits, A-law.</summary>
    ALaw,
}
