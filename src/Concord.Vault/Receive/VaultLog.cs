using Microsoft.Extensions.Logging;

namespace Concord.Vault.Receive;

/// <summary>What the archive logs: internal numbers only.</summary>
internal static partial class VaultLog
{
    [LoggerMessage(2001, LogLevel.Information, "Archive opened: {OpenBundles} open bundles, last number {LastNumber}")]
    public static partial void Opened(this ILogger log, int openBundles, long lastNumber);

    [LoggerMessage(2002, LogLevel.Error, "An object could not be kept ({Others} others since this was last told)")]
    public static partial void NotKept(this ILogger log, int others, Exception error);

    [LoggerMessage(2003, LogLevel.Warning, "{Lines} lines of the facts log do not check and were passed over")]
    public static partial void FactsDamaged(this ILogger log, int lines);

    [LoggerMessage(2004, LogLevel.Information, "Bundle {BundleId} sealed: {Entries} entries, {Bytes} bytes")]
    public static partial void BundleSealed(this ILogger log, long bundleId, int entries, long bytes);

    [LoggerMessage(2005, LogLevel.Error, "Bundle {BundleId} could not be sealed; it will be tried again")]
    public static partial void NotSealed(this ILogger log, long bundleId, Exception error);

    [LoggerMessage(2008, LogLevel.Warning, "The end of the facts that the index has could not be noted")]
    public static partial void FactsNotMarked(this ILogger log, Exception error);

    [LoggerMessage(2010, LogLevel.Error, "{Lines} lines of the journal of commitments are damaged; those requests are lost")]
    public static partial void CommitmentsDamaged(this ILogger log, int lines);

    [LoggerMessage(2012, LogLevel.Error, "{Lines} lines of a journal of records (worklist, extended tags) are damaged; what they said is lost")]
    public static partial void RecordsDamaged(this ILogger log, int lines);

    [LoggerMessage(2009, LogLevel.Error, "The disk still takes no writes")]
    public static partial void DiskNotHealthy(this ILogger log, Exception error);

    [LoggerMessage(2354, LogLevel.Warning, "The {Store} store is away ({Reason}): what lies in it cannot be read until it is back")]
    public static partial void StoreIsAway(this ILogger log, string store, string reason);

    [LoggerMessage(2011, LogLevel.Information, "An object has {Faults} faults against its SOP class and was {Outcome}")]
    public static partial void NotConformant(this ILogger log, int faults, string outcome);
}
