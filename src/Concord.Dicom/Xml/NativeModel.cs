using System.Xml;

namespace Concord.Dicom.Xml;

/// <summary>Names of the Native DICOM Model (PS3.19 §A.1.6).</summary>
internal static class NativeModel
{
    public const string Namespace = "http://dicom.nema.org/PS3.19/models/NativeDICOM";
    public const string Root = "NativeDicomModel";
    public const string Attribute = "DicomAttribute";
    public const string Value = "Value";
    public const string Item = "Item";
    public const string PersonName = "PersonName";
    public const string InlineBinary = "InlineBinary";
    public const string BulkData = "BulkData";

    /// <summary>The groups of a name, in the order of a PN value.</summary>
    public static ReadOnlySpan<string> Groups => GroupNames;

    /// <summary>The components of a group, in the order of a PN value.</summary>
    public static ReadOnlySpan<string> Components => ComponentNames;

    private static readonly string[] GroupNames = ["Alphabetic", "Ideographic", "Phonetic"];
    private static readonly string[] ComponentNames = ["FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix"];

    /// <summary>XML 1.0 has a character for everything in the text.</summary>
    public static bool CanHold(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i])) continue;
            if (i + 1 == text.Length || !XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i])) return false;
            i++;
        }
        return true;
    }
}
