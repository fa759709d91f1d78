namespace Concord.Dicom.Iods;

/// <summary>Whether an attribute has to be there (PS3.5 §7.4). The numbers are those of the tables.</summary>
public enum AttributeType : byte
{
    /// <summary>The table gives no type: normalized IODs, whose services say it.</summary>
    None = 0,

    /// <summary>Required, with a value.</summary>
    Type1 = 1,

    /// <summary>Required, with a value, under a condition.</summary>
    Type1C = 2,

    /// <summary>Required; empty when its value is not known.</summary>
    Type2 = 3,

    /// <summary>Required under a condition; empty when its value is not known.</summary>
    Type2C = 4,

    /// <summary>Optional.</summary>
    Type3 = 5,
}
