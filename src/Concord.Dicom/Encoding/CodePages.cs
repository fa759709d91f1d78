using System.Text;

namespace Concord.Dicom.Encoding;

/// <summary>The framework's code pages, without registering them for the whole process.</summary>
internal static class CodePages
{
    private static readonly DecoderFallback Replace = new DecoderReplacementFallback("\uFFFD");

    /// <summary>Decodes what means nothing as U+FFFD; refuses to encode what it does not have.</summary>
    public static System.Text.Encoding Lenient(int codePage) => codePage switch
    {
        65001 => System.Text.Encoding.GetEncoding("utf-8", EncoderFallback.ExceptionFallback, Replace),
        _ => CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ExceptionFallback, Replace)
            ?? System.Text.Encoding.GetEncoding(codePage, EncoderFallback.ExceptionFallback, Replace),
    };
}
