namespace Concord.Dicom.DataElements;

/// <summary>A person name in its three component groups (PS3.5 §6.2.1); a group is "" when absent, components are parted by '^'.</summary>
public sealed record PersonName(string Alphabetic, string Ideographic = "", string Phonetic = "")
{
    /// <summary>Splits <c>alphabetic=ideographic=phonetic</c>; never fails, further '=' stay in the last group.</summary>
    public static PersonName Parse(string text)
    {
        var groups = text.Split('=', 3);
        return new(groups[0], groups.Length > 1 ? groups[1] : "", groups.Length > 2 ? groups[2] : "");
    }

    /// <summary>The groups joined by '=', trailing empty groups dropped.</summary>
    public override string ToString() => $"{Alphabetic}={Ideographic}={Phonetic}".TrimEnd('=');
}
