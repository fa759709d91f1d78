namespace Concord.Dicom.DataElements;

/// <summary>Byte order of the numbers in raw values (PS3.5 §7.3).</summary>
public enum ByteOrder
{
    LittleEndian,
    BigEndian,
}
