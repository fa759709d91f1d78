namespace Concord.Dicom.DataElements;

/// <summary>What PS3.5 §6.2 and §7.1.2 say of each value representation.</summary>
public static class VrRules
{
    private const byte Known = 1, LongLength = 2;

    /// <summary>Traits by the letters' places in the alphabet, 32 places a first letter: every header that is read asks twice.</summary>
    private static readonly byte[] Traits = BuildTraits();

    extension(Vr vr)
    {
        /// <summary>One of the 34 representations of the standard.</summary>
        public bool IsKnown => (TraitsOf(vr) & Known) != 0;

        /// <summary>Explicit VR: two reserved bytes and a 32-bit length follow (PS3.5 §7.1.2).</summary>
        public bool HasLongLength => (TraitsOf(vr) & LongLength) != 0;

        private bool IsListed => vr is Vr.AE or Vr.AS or Vr.AT or Vr.CS or Vr.DA or Vr.DS or Vr.DT or Vr.FL or Vr.FD or Vr.IS or Vr.LO or Vr.LT
            or Vr.OB or Vr.OD or Vr.OF or Vr.OL or Vr.OV or Vr.OW or Vr.PN or Vr.SH or Vr.SL or Vr.SQ or Vr.SS or Vr.ST or Vr.SV or Vr.TM
            or Vr.UC or Vr.UI or Vr.UL or Vr.UN or Vr.UR or Vr.US or Vr.UT or Vr.UV;

        private bool IsListedLong => vr is Vr.OB or Vr.OD or Vr.OF or Vr.OL or Vr.OV or Vr.OW or Vr.SQ or Vr.SV or Vr.UC or Vr.UN or Vr.UR or Vr.UT or Vr.UV;

        /// <summary>Text in the repertoire that Specific Character Set names (PS3.5 §6.1.2.2).</summary>
        public bool UsesCharacterSet => vr is Vr.LO or Vr.LT or Vr.PN or Vr.SH or Vr.ST or Vr.UC or Vr.UT;

        /// <summary>A character string of any kind.</summary>
        public bool IsString => vr.UsesCharacterSet || vr is Vr.AE or Vr.AS or Vr.CS or Vr.DA or Vr.DS or Vr.DT or Vr.IS or Vr.TM or Vr.UI or Vr.UR;

        /// <summary>A character string in which a backslash separates values.</summary>
        public bool IsMultiValuedString => vr.IsString && vr is not (Vr.LT or Vr.ST or Vr.UT or Vr.UR);

        /// <summary>Bytes that make one number: the unit in which byte order turns; 1 for strings and bytes.</summary>
        public int UnitSize => vr switch
        {
            Vr.US or Vr.SS or Vr.OW or Vr.AT => 2,
            Vr.UL or Vr.SL or Vr.FL or Vr.OL or Vr.OF => 4,
            Vr.FD or Vr.SV or Vr.UV or Vr.OD or Vr.OV => 8,
            _ => 1,
        };

        /// <summary>What brings a value to even length: NUL for UI and bytes, space for text (PS3.5 §6.2).</summary>
        public byte Padding => vr.IsString && vr != Vr.UI ? (byte)' ' : (byte)0;

        /// <summary>The two letters.</summary>
        public string Code => vr == Vr.None ? "??" : string.Create(2, vr, static (span, value) =>
        {
            span[0] = (char)((ushort)value >> 8);
            span[1] = (char)((ushort)value & 0xFF);
        });
    }

    private static byte TraitsOf(Vr vr)
    {
        var (first, second) = (((uint)vr >> 8) - 'A', ((uint)vr & 0xFF) - 'A');
        return first < 26 && second < 26 ? Traits[(first * 32) + second] : (byte)0;
    }

    private static byte[] BuildTraits()
    {
        var traits = new byte[26 * 32];
        foreach (var vr in Enum.GetValues<Vr>())
        {
            if (!vr.IsListed) continue;
            var place = ((((int)vr >> 8) - 'A') * 32) + ((int)vr & 0xFF) - 'A';
            traits[place] = (byte)(vr.IsListedLong ? Known | LongLength : Known);
        }
        return traits;
    }
}
