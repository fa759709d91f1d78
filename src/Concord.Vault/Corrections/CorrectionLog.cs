using Microsoft.Extensions.Logging;

namespace Concord.Vault.Corrections;

/// <summary>What is logged of corrections: internal numbers only.</summary>
internal static partial class CorrectionLog
{
    [LoggerMessage(2450, LogLevel.Information, "{Kind}: {Studies} studies, number {Number}")]
    public static partial void Corrected(this ILogger log, string kind, long number, int studies);
}
