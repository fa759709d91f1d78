using Concord.Server.Sends;
using Concord.Server.Settings;
using Concord.Vault.Integrity;
using Concord.Vault.Receive;
using Concord.Vault.Replica;
using Concord.Vault.Tiers;

namespace Concord.Server.Admin;

/// <summary>Puts together what the rooms know of themselves; nothing is counted for it.</summary>
internal sealed class HealthReport(InstanceVault vault, TierMover mover, Replicator replicator, Scrubber scrubber, SendQueue sends, ArchiveSettings settings, TimeProvider time)
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public HealthAnswer Make()
    {
        var (warm, replica, scrub) = (mover.State, replicator.State, scrubber.State);
        var index = vault.Index;
        return new(
            vault.IsReady, vault.NotReady, time.GetUtcNow(), _startedAt,
            new(index.PendingCount, index.SetAsideCount, index.Trouble),
            DiskOf(settings.Vault),
            new(warm.IsOn, warm.Trouble),
            new(replica.IsOn, replica.Trouble, replica.Lag, replica.CaughtUpAt),
            new(scrubber.IsOn, scrub.IsUnderWay, scrub.FinishedAt, scrubber.NextPassAt, scrub.Bundles, vault.Findings.OpenCount),
            new(index.PendingCount, vault.OpenBundles.Count, vault.Commitments.PendingCount, sends.OpenCount, sends.FailedCount));
    }

    private static DiskHealth DiskOf(VaultOptions options)
    {
        try
        {
            var drive = new DriveInfo(options.Folder);
            return new(drive.AvailableFreeSpace, drive.TotalSize, options.MinFreeBytes);
        }
        catch (Exception away) when (away is IOException or UnauthorizedAccessException)
        {
            return new(null, null, options.MinFreeBytes);
        }
    }
}
