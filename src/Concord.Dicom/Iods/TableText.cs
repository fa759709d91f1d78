namespace Concord.Dicom.Iods;

/// <summary>Text columns of the generated tables.</summary>
internal static class TableText
{
    public static string Of(ReadOnlySpan<byte> text, ReadOnlySpan<int> offsets, int index) =>
        System.Text.Encoding.UTF8.GetString(text[offsets[index]..offsets[index + 1]]);
}
