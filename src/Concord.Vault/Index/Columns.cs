using Concord.Dicom.DataElements;

namespace Concord.Vault.Index;

/// <summary>Values as the matching columns hold them: never null, "" for absent.</summary>
internal static class Columns
{
    /// <summary>All values, joined by a backslash.</summary>
    public static string Text(DataSet attributes, Tag tag) => attributes.GetStrings(tag) switch
    {
        [] => "",
        [var only] => only,
        var many => string.Join('\\', many),
    };

    /// <summary>The first date as eight digits (the retired <c>yyyy.mm.dd</c> included, PS3.5 §6.2); "" for what is no date.</summary>
    public static string Date(DataSet attributes, Tag tag)
    {
        var text = attributes.GetString(tag) ?? "";
        if (text.Length == 10 && text[4] == '.' && text[7] == '.') text = text.Replace(".", "", StringComparison.Ordinal);
        return text.Length == 8 && !text.AsSpan().ContainsAnyExceptInRange('0', '9') ? text : "";
    }

    /// <summary>The first time without the colons of the retired form (PS3.5 §6.2).</summary>
    public static string Time(DataSet attributes, Tag tag) => (attributes.GetString(tag) ?? "").Replace(":", "", StringComparison.Ordinal);
}
