namespace Concord.Dicom.Encoding;

/// <summary>The repertoires that (0008,0005) names, and how text goes to bytes and back (PS3.5 §6.1, PS3.3 §C.12.1.1.2).</summary>
public sealed class SpecificCharacterSet
{
    private readonly System.Text.Encoding _encoding;

    private SpecificCharacterSet(IReadOnlyList<string> terms, System.Text.Encoding encoding) => (Terms, _encoding) = (terms, encoding);

    /// <summary>ISO IR 6, what holds when nothing is said.</summary>
    public static SpecificCharacterSet Default { get; } = new([], System.Text.Encoding.Latin1);

    /// <summary>ISO_IR 192.</summary>
    public static SpecificCharacterSet Utf8 { get; } = new(["ISO_IR 192"], new System.Text.UTF8Encoding(false));

    /// <summary>The defined terms as they stand in (0008,0005).</summary>
    public IReadOnlyList<string> Terms { get; }

    /// <summary>The set that the terms name; a term that is not known is taken for the default repertoire.</summary>
    public static SpecificCharacterSet Of(IReadOnlyList<string> terms) => terms is ["ISO_IR 192", ..] ? Utf8 : Default;

    /// <summary>Decodes a value; never throws: bytes that mean nothing become U+FFFD.</summary>
    public string Decode(ReadOnlySpan<byte> value, DataElements.Vr vr) => _encoding.GetString(value);

    /// <summary>Encodes text; false when the repertoire cannot hold it.</summary>
    public bool TryEncode(string text, DataElements.Vr vr, out byte[] value)
    {
        value = _encoding.GetBytes(text);
        return true;
    }
}
