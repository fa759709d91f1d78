using System.Buffers.Binary;
using System.Globalization;
using Concord.Dicom.DataElements;

namespace Concord.Dicom.Encoding;

/// <summary>Numbers of the text models (JSON, XML) as raw Little Endian values.</summary>
internal static class NumberValue
{
    /// <summary>Bytes of one number of the VR, 4 for AT; 0 when the VR holds no numbers.</summary>
    public static int SizeOf(Vr vr) => vr switch
    {
        Vr.AT => 4,
        Vr.FL or Vr.FD or Vr.US or Vr.SS or Vr.UL or Vr.SL or Vr.SV or Vr.UV => vr.UnitSize,
        _ => 0,
    };

    /// <summary>Puts a whole number; false when the VR cannot hold it.</summary>
    /// <param name="at">At least 8 bytes.</param>
    public static bool TryPut(Int128 value, Vr vr, Span<byte> at)
    {
        var (least, most) = vr switch
        {
            Vr.US => (0, ushort.MaxValue),
            Vr.SS => (short.MinValue, short.MaxValue),
            Vr.UL => (0, uint.MaxValue),
            Vr.SL => (int.MinValue, int.MaxValue),
            Vr.UV => (0, ulong.MaxValue),
            _ => ((Int128)long.MinValue, (Int128)long.MaxValue),
        };
        if (value < least || value > most) return false;
        BinaryPrimitives.WriteUInt64LittleEndian(at, unchecked((ulong)value));
        return true;
    }

    public static void PutReal(double value, Vr vr, Span<byte> at)
    {
        if (vr == Vr.FL) BinaryPrimitives.WriteSingleLittleEndian(at, (float)value);
        else BinaryPrimitives.WriteDoubleLittleEndian(at, value);
    }

    /// <summary>Puts a tag from its eight hex digits.</summary>
    public static bool TryPutTag(string? text, Span<byte> at)
    {
        if (!Tag.TryParse(text, null, out var tag)) return false;
        BinaryPrimitives.WriteUInt16LittleEndian(at, tag.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(at[2..], tag.Element);
        return true;
    }

    /// <summary>Puts a number of any VR from its text; false when the text is none or does not fit.</summary>
    public static bool TryPutText(string text, Vr vr, Span<byte> at)
    {
        switch (vr)
        {
            case Vr.AT: return TryPutTag(text, at);
            case Vr.FL or Vr.FD:
                if (!TryParseReal(text, out var real)) return false;
                PutReal(real, vr, at);
                return true;
            default:
                return Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) && TryPut(integer, vr, at);
        }
    }

    /// <summary>A real number, NaN and the infinities included, as others spell them too.</summary>
    public static bool TryParseReal(string text, out double value)
    {
        switch (text.ToUpperInvariant())
        {
            case "INF" or "INFINITY" or "+INF" or "+INFINITY":
                value = double.PositiveInfinity;
                return true;
            case "-INF" or "-INFINITY":
                value = double.NegativeInfinity;
                return true;
            default:
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        }
    }
}
